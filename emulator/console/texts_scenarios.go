package console

import "localipay/emulator/page"

// scenarioTexts are the words of scenarios.
func scenarioTexts() page.Texts {
	return page.Texts{
		"scenarios.title":          {"Scenarios", "情境"},
		"scenarios.intro":          {"Stories of what goes wrong in real shops. Each makes a merchant of its own in this emulator, plays, and cleans up: your merchants are not touched.", "真實商店會遇到的各種問題。每個情境都在此模擬器內建立自己的商戶，完成後自動清理，不會影響你的商戶。"},
		"scenarios.nowhere":        {"This emulator does not listen on any address, so nothing can be played against it. Start it with localipay serve, or give Options.Listen.", "此模擬器沒有監聽任何位址，因此不能執行情境。請以 localipay serve 啟動，或設定 Options.Listen。"},
		"scenarios.run_all":        {"Run all %d", "執行全部 %d 個"},
		"scenarios.run":            {"Run", "執行"},
		"scenarios.run.named":      {"Run: %s", "執行：%s"},
		"scenarios.cancel":         {"Cancel", "取消"},
		"scenarios.busy":           {"Scenarios are running already.", "情境正在執行中。"},
		"scenarios.unknown":        {"There is no such scenario.", "沒有這個情境。"},
		"scenarios.progress":       {"%d of %d are over", "已完成 %d 個，共 %d 個"},
		"scenarios.passed":         {"%d passed", "%d 個通過"},
		"scenarios.failed":         {"%d failed", "%d 個失敗"},
		"scenarios.cut":            {"%d cut short", "%d 個中途停止"},
		"scenarios.took":           {"in %s", "用時 %s"},
		"scenarios.cancelled":      {"The run was cancelled.", "執行已取消。"},
		"scenarios.error":          {"It could not begin:", "未能開始執行："},
		"scenarios.status.waiting": {"waiting", "等候中"},
		"scenarios.status.playing": {"playing, step %d of %d", "執行中，第 %d 步，共 %d 步"},
		"scenarios.status.passed":  {"passed", "通過"},
		"scenarios.status.failed":  {"failed", "失敗"},
		"scenarios.status.cut":     {"cut short", "中途停止"},
		"scenarios.yaml":           {"The story in YAML", "情境的 YAML"},
		"scenarios.result":         {"Last result", "最近結果"},
		"failure.step":             {"step %s", "第 %s 步"},
		"failure.differences":      {"What was expected, and what came", "預期與實際結果"},
		"failure.requests":         {"The last requests, oldest first", "最後的請求，由舊至新"},
		"failure.notifications":    {"The last notifications, oldest first", "最後的通知，由舊至新"},
		"scenarios.began":          {"The scenarios are being played.", "情境開始執行。"},
	}
}
