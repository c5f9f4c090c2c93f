// Package suggest finds the word that somebody probably meant.
package suggest

import "slices"

// Nearest gives the candidate that takes the fewest edits to reach from word,
// or "" where even the best shares too little to be what was meant.
func Nearest(word string, candidates []string) string {
	best, fewest := "", len(word)/2+1
	for _, candidate := range candidates {
		if d := distance(word, candidate); d < fewest {
			best, fewest = candidate, d
		}
	}
	return best
}

// DidYouMean is the end of an error text: `; did you mean "fee_rate"?`, or
// the list of what there is where nothing is near.
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return `; did you mean "` + near + `"?`
	}
	sorted := slices.Sorted(slices.Values(candidates))
	text := "; there is"
	for i, candidate := range sorted {
		if i > 0 {
			text += ","
		}
		text += " " + candidate
	}
	return text
}

// distance is Levenshtein's, one row at a time.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
