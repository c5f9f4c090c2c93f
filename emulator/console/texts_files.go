package console

import "localipay/emulator/page"

func fileTexts() page.Texts {
	return page.Texts{
		"files.title":       {"Reconciliation files", "對賬檔案"},
		"files.intro":       {"What Alipay sends the next morning at 09:00: all that happened on a day, and what was settled on one. It removes them after seven days.", "支付寶於翌日早上 09:00 送出的檔案：當日的所有交易，以及當日的結算。檔案於七日後移除。"},
		"files.none":        {"There is no file yet. Let somebody pay, and turn the clock to the next morning.", "尚未有檔案。先付一筆款，再把時鐘撥到翌日早上。"},
		"files.name":        {"File", "檔案"},
		"files.kind":        {"Kind", "類別"},
		"files.covers":      {"Covers", "涵蓋日期"},
		"files.rows":        {"Rows", "行數"},
		"files.size":        {"Bytes", "位元組"},
		"files.amount":      {"Amount", "金額"},
		"files.fee":         {"Fee", "手續費"},
		"files.settlement":  {"Settlement", "結算額"},
		"files.since":       {"There since", "送達時間"},
		"files.until":       {"Removed at", "移除時間"},
		"files.transaction": {"transactions", "交易"},
		"files.settled":     {"settlement", "結算"},
		"files.coming":      {"To come", "即將送達"},
		"files.turn":        {"Turn the clock there", "撥到該時間"},
		"files.turned":      {"The clock was turned to %s.", "時鐘已撥到 %s。"},
		"files.sftp":        {"Over SFTP", "以 SFTP 取得"},
		"files.command":     {"Command", "指令"},
		"files.password":    {"Password", "密碼"},
		"files.off":         {"Start localipay with --sftp-listen 127.0.0.1:2222, and your system fetches them as it will from Alipay.", "以 --sftp-listen 127.0.0.1:2222 啟動 localipay，你的系統便可像連接支付寶一樣取得檔案。"},
		"files.download":    {"Download", "下載"},
		"files.first":       {"The first %d of %d rows", "首 %d 行，共 %d 行"},
	}
}
