package page_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestContrast holds the colours against WCAG AA: 4.5 of text, 3 of what bounds
// a control.
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("assets/base.css")
	require.NoError(t, err)
	light, rest, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "\n}")
	for name, text := range map[string]string{"light": light, "dark": dark} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			colours := map[string]float64{}
			for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]+);`).FindAllStringSubmatch(text, -1) {
				colours[m[1]] = luminance(t, m[2])
			}
			holds := func(front, back string, least float64) {
				a, b := colours[front], colours[back]
				require.GreaterOrEqual(t, (math.Max(a, b)+0.05)/(math.Min(a, b)+0.05), least, "%s on %s", front, back)
			}
			for _, back := range []string{"bg", "surface", "raised"} {
				holds("text", back, 4.5)
				holds("muted", back, 4.5)
			}
			for _, back := range []string{"bg", "surface"} {
				holds("edge", back, 3)
				for _, front := range []string{"accent", "good", "bad", "warn", "info"} {
					holds(front, back, 4.5)
				}
			}
			for _, tone := range []string{"good", "bad", "warn", "info", "accent"} {
				holds(tone, tone+"-soft", 4.5)
			}
			holds("muted", "quiet-soft", 4.5)
			holds("accent-text", "accent", 4.5)
		})
	}
}

// luminance is WCAG's, of three or six hexadecimal digits.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
