package scenarios

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"localipay/emulator/alipay"
	"localipay/scenarios/match"
)

// table is a file's rows by column.
type table struct {
	text string
	rows []map[string]any
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

// sums adds each column of amounts up, exactly.
func (t table) sums() map[string]any {
	sums := map[string]*big.Rat{}
	for _, row := range t.rows {
		for name, value := range row {
			amount, ok := new(big.Rat).SetString(fmt.Sprint(value))
			if !ok {
				continue
			}
			if sums[name] == nil {
				sums[name] = new(big.Rat)
			}
			sums[name].Add(sums[name], amount)
		}
	}
	out := map[string]any{}
	for name, sum := range sums {
		out[name] = sum.FloatString(2)
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
