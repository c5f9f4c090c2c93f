package scenarios

import (
	"math/big"
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/scenarios/match"
)

// table is a file's rows by column.
type table struct {
	text    string
	columns []string
	rows    []map[string]any
}

// readTable reads lines of values with bars between them. A transaction file
// begins with a line about itself and one of its columns' names.
func readTable(kind, content string) table {
	t := table{text: content}
	columns := alipay.SettlementFile.Columns()
	lines := strings.Split(strings.TrimRight(content, "\r\n"), "\n")
	if kind == string(alipay.TransactionFile) && len(lines) >= 2 {
		columns, lines = strings.Split(strings.TrimSpace(lines[1]), "|"), lines[2:]
	}
	t.columns = columns
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		row := map[string]any{}
		for i, value := range strings.Split(strings.TrimRight(line, "\r"), "|") {
			if i < len(columns) && value != "" {
				row[columns[i]] = value
			}
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// since leaves out the rows of what had begun before a guest came.
func (t table) since(g *guest) table {
	if g != nil {
		t.rows = slices.DeleteFunc(t.rows, g.knew)
	}
	return t
}

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
