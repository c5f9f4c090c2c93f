package console

import "localipay/emulator/page"

func settingTexts() page.Texts {
	return page.Texts{
		"settings.title":       {"Settings", "設定"},
		"settings.intro":       {"The merchant’s switches, as in a fixtures file and in the admin API.", "商戶的各項設定，與 fixtures 檔案及管理 API 相同。"},
		"settings.switches":    {"Switches", "開關"},
		"settings.changed":     {"not the default", "非預設值"},
		"settings.save":        {"Save changes", "儲存更改"},
		"settings.saved":       {"The settings were saved.", "設定已儲存。"},
		"settings.world":       {"This merchant’s world", "此商戶的世界"},
		"settings.reset":       {"Reset this merchant", "重設此商戶"},
		"settings.reset_hint":  {"Back as it was made: trades, codes, clock and journal. Snapshots stay.", "還原至建立時的狀態：交易、二維碼、時鐘及請求記錄。快照會保留。"},
		"settings.reset_sure":  {"Reset this merchant? Its trades and its journal are gone then.", "重設此商戶？其交易及請求記錄將會清除。"},
		"settings.was_reset":   {"The merchant is as it was made.", "商戶已還原至建立時的狀態。"},
		"settings.delete":      {"Delete this merchant", "刪除此商戶"},
		"settings.delete_hint": {"The merchant and all that is its. Merchants of the fixtures come back with a global reset.", "刪除商戶及其所有資料。fixtures 內的商戶會在全域重設後恢復。"},
		"settings.delete_sure": {"Delete this merchant and all that is its?", "刪除此商戶及其所有資料？"},

		"snapshots.title":    {"Snapshots", "快照"},
		"snapshots.intro":    {"A snapshot keeps everything of this merchant but its journal, in memory.", "快照保存此商戶除請求記錄外的所有狀態，存於記憶體。"},
		"snapshots.name":     {"Name", "名稱"},
		"snapshots.take":     {"Take snapshot", "建立快照"},
		"snapshots.restore":  {"Restore", "還原"},
		"snapshots.drop":     {"Forget", "刪除"},
		"snapshots.sure":     {"Go back to this snapshot? What happened since is gone then.", "還原至此快照？其後發生的一切將會消失。"},
		"snapshots.restored": {"Back at snapshot %s.", "已還原至快照 %s。"},
		"snapshots.taken":    {"Snapshot %s was taken.", "已建立快照 %s。"},
		"snapshots.dropped":  {"Snapshot %s is forgotten.", "已刪除快照 %s。"},
		"snapshots.none":     {"There is no snapshot %s.", "沒有快照 %s。"},
		"snapshots.bad_name": {"Give it a name of at most %d characters, without a slash.", "請填寫最多 %d 個字元的名稱，不可含斜線。"},
	}
}

func switchTexts() page.Texts {
	return page.Texts{
		"switch.name":                {"Shown in wallet and console", "顯示於錢包及控制台"},
		"switch.md5_key":             {"The key of MD5 signatures", "MD5 簽名的密鑰"},
		"switch.rsa_public_key":      {"Your key of RSA signatures: PEM or one line of base64", "你的 RSA 簽名公鑰：PEM 或單行 base64"},
		"switch.services":            {"Services that the merchant has a contract for, one a line", "商戶已簽約的服務，每行一項"},
		"switch.strict":              {"Check timestamps, Hong Kong lengths and quotation marks", "檢查時間戳、香港長度限制及引號"},
		"switch.response_charset":    {"Whose charset an answer declares", "回應宣告的字元集依據"},
		"switch.qrcode_envelope":     {"The element around answers of qrcode.*", "qrcode.* 回應的外層元素"},
		"switch.qr_base":             {"What new codes begin with; public for this emulator’s address, so that a phone can open them", "新二維碼的開頭；public 為此模擬器的地址，手機可直接開啟"},
		"switch.currency":            {"Three capital letters", "三個大寫字母"},
		"switch.payment_inst":        {"The wallet of a buyer whom the fixtures give none", "fixtures 未指定時買家所用的錢包"},
		"switch.pay_timeout":         {"After this time an unpaid order is closed", "未付款訂單在此時間後關閉"},
		"switch.refund_period":       {"After this time a paid order is finished", "已付款訂單在此時間後完結"},
		"switch.refund_window":       {"When later-day refunds run (GMT+8)", "隔日退款的執行時間（GMT+8）"},
		"switch.notify_verify_ttl":   {"How long after success notify_verify answers true", "商店回覆 success 後 notify_verify 回答 true 的時間"},
		"switch.review_delay":        {"How long the review of a store takes", "門店審核所需時間"},
		"switch.fee_rate":            {"The commission: 0.012 is 1.2 percent", "手續費率：0.012 即 1.2%"},
		"switch.refund_returns_fee":  {"Whether a refund gives its commission back", "退款時是否退還手續費"},
		"switch.balance":             {"Settled funds that refunds draw on; empty is without limit", "可供退款的已結算資金；留空為無限"},
		"switch.sftp_password":       {"The password of reconciliation files over SFTP", "SFTP 對賬檔案的密碼"},
		"switch.sftp_authorized_key": {"The SSH key of reconciliation files over SFTP", "SFTP 對賬檔案的 SSH 公鑰"},
	}
}
