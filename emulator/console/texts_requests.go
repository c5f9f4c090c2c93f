package console

import "localipay/emulator/page"

// requestTexts are the words of requests and their diagnosis.
func requestTexts() page.Texts {
	return page.Texts{
		"requests.title":          {"Requests", "請求"},
		"requests.title.lost":     {"Requests that reached no merchant", "未能對應商戶的請求"},
		"requests.intro":          {"What was asked of the gateway, newest first, with all that was received and answered.", "網關收到的請求，由最新開始排列，並列出所有收到及回覆的內容。"},
		"requests.intro.lost":     {"Calls whose partner is unknown or missing belong to nobody's journal. They are kept here.", "partner 不明或欠缺的請求不屬於任何商戶的日誌，保存在此。"},
		"requests.filter":         {"Filter requests", "篩選請求"},
		"requests.service":        {"Service", "接口"},
		"requests.service.any":    {"All services", "所有接口"},
		"requests.outcome":        {"Outcome", "結果"},
		"requests.outcome.any":    {"All outcomes", "所有結果"},
		"requests.apply":          {"Apply", "套用"},
		"requests.none":           {"No requests yet. Point your system at %s.", "暫時未有請求。請把你的系統指向 %s。"},
		"requests.none.match":     {"No request matches.", "沒有符合的請求。"},
		"requests.more":           {"Older ones", "較舊的請求"},
		"requests.column.time":    {"Time", "時間"},
		"requests.column.service": {"Service", "接口"},
		"requests.column.outcome": {"Outcome", "結果"},
		"requests.column.what":    {"About", "內容"},
		"requests.no_service":     {"(no service)", "（沒有 service）"},
		"request.title":           {"Request %s", "請求 %s"},
		"request.none":            {"There is no request %s in this journal; old ones are dropped.", "日誌內沒有請求 %s，較舊的請求會被清除。"},
		"request.faults":          {"Fault rules that acted", "起作用的故障規則"},
		"request.scenario":        {"Scenario whose call it was", "所屬情境"},
		"request.received":        {"Received", "收到的內容"},
		"request.params":          {"Parameters, decoded", "參數（已解碼）"},
		"request.params.none":     {"There were no parameters.", "沒有參數。"},
		"request.param.name":      {"Name", "名稱"},
		"request.param.value":     {"Value", "值"},
		"request.line":            {"Request line", "請求行"},
		"request.body":            {"Body", "內文"},
		"request.answered":        {"Answered", "回覆的內容"},
		"request.answer.none":     {"There was no answer: a fault rule lost it.", "沒有回覆：故障規則令其遺失。"},
		"request.curl":            {"As a curl command", "curl 指令"},
		"request.copy":            {"Copy", "複製"},
		"diagnosis.title":         {"Why the signature does not hold", "簽名為何不成立"},
		"diagnosis.signed":        {"The string that the emulator signed", "模擬器計算簽名所用的字串"},
		"diagnosis.theirs":        {"The string that the merchant seems to have signed", "商戶似乎用來簽名的字串"},
		"diagnosis.diff":          {"The difference", "差異"},
		"diagnosis.diff.legend":   {"Struck through: only in the emulator's string. Underlined: only in the merchant's.", "刪除線：只在模擬器的字串出現。底線：只在商戶的字串出現。"},
		"diagnosis.removed":       {"only in the emulator's", "只在模擬器"},
		"diagnosis.added":         {"only in the merchant's", "只在商戶"},
	}
}
