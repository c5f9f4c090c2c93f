package scenarios

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"localipay/emulator/alipay"
	"localipay/scenarios/match"
)

// table is a file's rows by column, and its text.
type table struct {
	head    string // what stands above the rows
	lines   []string
	columns []string
	rows    []map[string]any // one for each line
}

// text is the file, or what since left of it.
func (t table) text() string {
	if len(t.rows) == 0 {
		return ""
	}
	return t.head + strings.Join(t.lines, "\n") + "\n"
}

// readTable reads lines of values with bars between them. A transaction file
// begins with a line about itself and one of its columns' names.
func readTable(kind, content string) table {
	t := table{columns: alipay.SettlementFile.Columns()}
	lines := strings.Split(strings.TrimRight(content, "\n"), "\n")
	if kind == string(alipay.TransactionFile) && len(lines) >= 2 {
		t.head = lines[0] + "\n" + lines[1] + "\n"
		t.columns, lines = strings.Split(lines[1], "|"), lines[2:]
	}
	for _, line := range lines {
		row := map[string]any{}
		for i, value := range strings.Split(line, "|") {
			if i < len(t.columns) && value != "" {
				row[t.columns[i]] = value
			}
		}
		t.lines, t.rows = append(t.lines, line), append(t.rows, row)
	}
	return t
}

// since is the file as it would be without what had begun before a guest came.
func (t table) since(g *guest) table {
	if g == nil {
		return t
	}
	left := table{columns: t.columns}
	for i, row := range t.rows {
		if !g.knew(row) {
			left.lines, left.rows = append(left.lines, t.lines[i]), append(left.rows, row)
		}
	}
	left.head = totalCount().ReplaceAllString(t.head, "Total_count:"+strconv.Itoa(len(left.rows)))
	return left
}

var totalCount = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`Total_count:[0-9]+`) })

// knew: a refund is known by its own id, all else by its trade's. The first
// column of a cancel's settlement is Alipay's number.
func (g *guest) knew(row map[string]any) bool {
	id := str(row, "Partner_transaction_id")
	switch str(row, "Transaction_type") + str(row, "Type") {
	case string(alipay.EntryRefund):
		return g.refunds[id]
	case "R":
		return g.refunds[id] || g.numbers[id]
	default:
		return g.trades[id]
	}
}

// sums adds each column of amounts up, exactly, with as many decimals as they
// have: yen have none.
func (t table) sums() map[string]any {
	sums, decimals := map[string]*big.Rat{}, map[string]int{}
	if len(t.rows) == 0 { // a guest's: nothing of it is in the file
		for _, column := range t.columns {
			sums[column], decimals[column] = new(big.Rat), 2
		}
	}
	for _, row := range t.rows {
		for name := range row {
			text := str(row, name)
			amount, ok := new(big.Rat).SetString(text)
			if !ok {
				continue
			}
			if sums[name] == nil {
				sums[name] = new(big.Rat)
			}
			sums[name].Add(sums[name], amount)
			_, fraction, _ := strings.Cut(text, ".")
			decimals[name] = max(decimals[name], len(fraction))
		}
	}
	out := map[string]any{}
	for name, sum := range sums {
		out[name] = sum.FloatString(decimals[name])
	}
	return out
}

// lacks tells how the nearest row differs, if none is as wanted.
func (t table) lacks(f frame, want *match.Expectation) (nearest []string) {
	if len(t.rows) == 0 {
		return []string{"row: expected one that matches, came none"}
	}
	for _, row := range t.rows {
		differences := want.Check(row, f.expand)
		if len(differences) == 0 {
			return nil
		}
		if nearest != nil && len(differences) >= len(nearest) {
			continue
		}
		nearest = nil
		for _, d := range differences {
			nearest = append(nearest, "row: "+d.String())
		}
	}
	return slices.Clip(nearest)
}
