package report

import (
	"fmt"
	"strings"
)

// Control sequences that every terminal of today understands (ECMA-48 and
// DEC's autowrap mode).
const (
	lineUp    = "\x1b[%dA"
	eraseDown = "\x1b[J"
	wrapOff   = "\x1b[?7l" // a long line is cut, so that lines can be counted
	wrapOn    = "\x1b[?7h"
)

// mostShown bounds the live part: what has scrolled off cannot be redrawn.
const mostShown = 10

// erase takes the live part away.
func (t *Terminal) erase() string {
	if t.drawn == 0 {
		return ""
	}
	up := fmt.Sprintf(lineUp, t.drawn)
	t.drawn = 0
	return "\r" + up + eraseDown
}

// draw writes lines that stay, and below them the live part anew, in one
// piece so that nothing flickers.
func (t *Terminal) draw(above string) {
	if !t.style.Live {
		t.write(above)
		return
	}
	lines := t.liveLines()
	text := t.erase() + above + wrapOff + strings.Join(lines, "\n") + "\n" + wrapOn
	t.drawn = len(lines)
	t.write(text)
}

func (t *Terminal) liveLines() []string {
	head := fmt.Sprintf("%d of %d done", t.done, len(t.list))
	if t.failed > 0 {
		head += ", " + t.colours.red(fmt.Sprintf("%d failed", t.failed))
	}
	lines := []string{head}
	for i, p := range t.running {
		if i == mostShown {
			lines = append(lines, fmt.Sprintf("  and %d more", len(t.running)-i))
			break
		}
		lines = append(lines, "  "+t.colours.dim(bar(p.done, p.scenario.Length()))+" "+clean(p.scenario.Name))
	}
	return lines
}

// bar is a scenario's progress: "[####....]  4/8".
func bar(done, of int) string {
	const width = 10
	filled := 0
	if of > 0 {
		filled = min(width, done*width/of)
	}
	return fmt.Sprintf("[%s%s] %3d/%d", strings.Repeat("#", filled), strings.Repeat(".", width-filled), done, of)
}

// colours writes in colour, or does not.
type colours bool

func (c colours) red(text string) string   { return c.in("31", text) }
func (c colours) green(text string) string { return c.in("32", text) }
func (c colours) bold(text string) string  { return c.in("1", text) }
func (c colours) dim(text string) string   { return c.in("2", text) }

func (c colours) in(code, text string) string {
	if !c {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}
