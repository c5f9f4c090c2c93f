package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"localipay/emulator/alipay"
	"localipay/emulator/strict"
	"localipay/emulator/suggest"
)

// outcomeCount is a line of expect_outcomes: how many steps of a block shall
// have come to this.
type outcomeCount struct {
	word  string
	count int
}

const lostOutcome = "LOST"

// outcomeWords are what answers are counted as, beside HTTP statuses.
func outcomeWords() []string {
	return append([]string{
		alipay.Success, "FAIL", "FAILED", "UNKNOWN", "UNKNOW", lostOutcome,
		"insufficient_funds", "risk_rejected", "INVALID_QRCODE", "CHANNEL_FEE", "TRADE_STATUS",
	}, alipay.CodeNames()...)
}

func (r *reader) readOutcomes(m strict.Member, v verb) ([]outcomeCount, error) {
	if v.expects != expectOutcomes {
		return nil, r.Errorf(m.Key, "expect_outcomes stands beside together or repeat; %s takes expect", v.name)
	}
	pairs, err := r.Pairs(m.Value, "expect_outcomes")
	if err != nil {
		return nil, err
	}
	list := make([]outcomeCount, 0, len(pairs))
	for _, pair := range pairs {
		_, notStatus := strconv.Atoi(pair.Name)
		if notStatus != nil && !slices.Contains(outcomeWords(), pair.Name) {
			return nil, r.Errorf(pair.Key, "expect_outcomes: unknown outcome %q%s", strict.Short(pair.Name), suggest.DidYouMean(pair.Name, outcomeWords()))
		}
		n, err := r.Count(pair, "expect_outcomes", 0, maxRounds*maxTogether)
		if err != nil {
			return nil, err
		}
		list = append(list, outcomeCount{pair.Name, n})
	}
	return list, nil
}

// checkOutcomes counts. A step counts under its result, and under its business
// code where that is asked for.
func checkOutcomes(want []outcomeCount, came [][]string) (differences []string) {
	for _, w := range want {
		n := 0
		for _, words := range came {
			if slices.Contains(words, w.word) {
				n++
			}
		}
		if n != w.count {
			differences = append(differences, fmt.Sprintf("%s: expected %d, came %d", w.word, w.count, n))
		}
	}
	if len(differences) > 0 {
		differences = append(differences, "all outcomes: "+tally(came))
	}
	return differences
}

func tally(came [][]string) string {
	counts := map[string]int{}
	for _, words := range came {
		counts[strings.Join(words, " ")]++
	}
	parts := make([]string, 0, len(counts))
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[word], word))
	}
	return strings.Join(parts, ", ")
}
