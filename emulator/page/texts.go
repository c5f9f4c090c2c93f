package page

import (
	"fmt"
	"maps"
	"slices"
)

// Text is one text in English and in Chinese, as formats of package fmt.
type Text [2]string

func (t Text) in(lang Lang) string {
	if lang == Chinese {
		return t[1]
	}
	return t[0]
}

// Texts are a package's texts by id.
type Texts map[string]Text

// Join puts tables of texts together; an id may stand in one of them only.
func Join(tables ...Texts) Texts {
	all := Texts{}
	for _, table := range tables {
		for id, text := range table {
			if _, twice := all[id]; twice {
				panic("page: the text " + id + " stands twice")
			}
			all[id] = text
		}
	}
	return all
}

// In is a text in a language.
func (t Texts) In(lang Lang, id string, args ...any) (string, error) {
	text, ok := t[id]
	if !ok {
		return "", fmt.Errorf("there is no text %q", id)
	}
	format := text.in(lang)
	if len(args) == 0 {
		return format, nil
	}
	return fmt.Sprintf(format, args...), nil
}

// own are the texts of the frame itself.
func own() Texts {
	return Texts{
		"page.skip":     {"Skip to content", "跳至主要內容"},
		"page.language": {"Language", "語言"},
		"page.sections": {"Sections", "分頁"},
		"page.not":      {"A local emulator for tests. Not Alipay’s software, and not connected to it.", "供測試用的本機模擬器。並非支付寶的軟件，亦與其無任何連接。"},
		"page.offline":  {"Live updates are interrupted; trying again.", "即時更新已中斷，正在重試。"},
		"page.copied":   {"Copied", "已複製"},
		"page.close":    {"Close this message", "關閉此訊息"},
		"page.failed":   {"That did not work:", "未能完成："},
	}
}

// IDs lists the texts by id.
func (t Texts) IDs() []string { return slices.Sorted(maps.Keys(t)) }
