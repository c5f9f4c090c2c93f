package console

import "localipay/emulator/page"

// texts are the words of the pages about merchants and their worlds; bookTexts
// has the others.
func texts() page.Texts {
	return page.Join(navTexts(), merchantTexts(), codeTexts(), clockTexts(), faultTexts(), trickTexts(), fileTexts(), settingTexts(), switchTexts())
}

func navTexts() page.Texts {
	return page.Texts{
		"nav.merchants":     {"Merchants", "商戶"},
		"nav.overview":      {"Overview", "概覽"},
		"nav.trades":        {"Trades", "交易"},
		"nav.requests":      {"Requests", "請求"},
		"nav.notifications": {"Notifications", "通知"},
		"nav.codes":         {"QR codes", "二維碼"},
		"nav.clock":         {"Clock", "時鐘"},
		"nav.faults":        {"Faults", "故障"},
		"nav.files":         {"Files", "檔案"},
		"nav.settings":      {"Settings", "設定"},
		"nav.scenarios":     {"Scenarios", "情境"},
		"nav.wallet":        {"Wallet", "錢包"},
		"nav.console":       {"Console", "控制台"},

		"error.title":    {"Nothing here", "找不到內容"},
		"error.bad":      {"That did not work", "未能完成"},
		"error.merchant": {"There is no merchant %s. It may have been deleted, or belonged to a scenario that is over.", "沒有商戶 %s。它可能已被刪除，或屬於已結束的情境。"},
		"error.page":     {"There is no page %s.", "沒有頁面 %s。"},
		"error.form":     {"This form is not complete. Reload the page and try again.", "表格不完整，請重新載入頁面再試。"},
		"error.home":     {"All merchants", "所有商戶"},

		"login.title":  {"Sign in", "登入"},
		"login.intro":  {"This emulator was started with --admin-token. Enter that token; this browser then keeps a cookie in its place.", "此模擬器以 --admin-token 啟動。請輸入該權杖，其後此瀏覽器會以 Cookie 代替。"},
		"login.token":  {"Token", "權杖"},
		"login.submit": {"Sign in", "登入"},
		"login.wrong":  {"This is not the token.", "權杖不正確。"},
	}
}

func merchantTexts() page.Texts {
	return page.Texts{
		"merchants.title":       {"Merchants", "商戶"},
		"merchants.intro":       {"Each merchant is a world of its own: keys, codes, trades, clock and faults. Nothing of one shows in another.", "每個商戶自成一個世界：密鑰、二維碼、交易、時鐘和故障各自獨立，互不影響。"},
		"merchants.gateway":     {"Gateway", "網關"},
		"merchants.new":         {"New merchant", "新增商戶"},
		"merchants.create":      {"Create merchant", "建立商戶"},
		"merchants.partner":     {"Partner ID", "合作夥伴 ID"},
		"merchants.name":        {"Name", "名稱"},
		"merchants.optional":    {"Both may be left empty: they are made from the seed, and so are the keys.", "兩項均可留空，系統會按種子產生，密鑰亦然。"},
		"merchants.search":      {"Search merchants", "搜尋商戶"},
		"merchants.find":        {"Search", "搜尋"},
		"merchants.clock":       {"Clock", "時鐘"},
		"merchants.codes":       {"Codes", "二維碼"},
		"merchants.trades":      {"Trades", "交易"},
		"merchants.open":        {"Open deliveries", "待送通知"},
		"merchants.faults":      {"Faults", "故障"},
		"merchants.frozen":      {"frozen", "已凍結"},
		"merchants.running":     {"running", "運行中"},
		"merchants.count":       {"%d merchants, page %d of %d", "共 %d 個商戶，第 %d / %d 頁"},
		"merchants.prev":        {"Previous", "上一頁"},
		"merchants.next":        {"Next", "下一頁"},
		"merchants.none":        {"No merchant matches.", "沒有符合的商戶。"},
		"merchants.made":        {"Merchant %s was made.", "已建立商戶 %s。"},
		"merchants.deleted":     {"Merchant %s and all that was its are gone.", "商戶 %s 及其所有資料已刪除。"},
		"merchants.taken":       {"Partner ID %s is taken.", "合作夥伴 ID %s 已被使用。"},
		"merchants.not_partner": {"A partner ID is 16 digits, as 2088000000000001.", "合作夥伴 ID 為 16 位數字，例如 2088000000000001。"},

		"overview.code":        {"A code to pay", "可付款的二維碼"},
		"overview.pay":         {"Pay it in the wallet", "在錢包中付款"},
		"overview.no_code":     {"No active code yet. Create one with alipay.commerce.qrcode.create; it will show here.", "尚未有使用中的二維碼。以 alipay.commerce.qrcode.create 建立後會在此顯示。"},
		"overview.connect":     {"Connect your system", "連接你的系統"},
		"overview.partner":     {"Partner ID", "合作夥伴 ID"},
		"overview.gateway":     {"Gateway", "網關"},
		"overview.md5":         {"MD5 key", "MD5 密鑰"},
		"overview.alipay_key":  {"Alipay’s public key (this emulator’s own)", "支付寶公鑰（此模擬器專用）"},
		"overview.copy":        {"Copy", "複製"},
		"overview.trades":      {"Latest trades", "最近交易"},
		"overview.no_trades":   {"Nobody has paid yet.", "尚未有人付款。"},
		"overview.requests":    {"Latest requests", "最近請求"},
		"overview.no_requests": {"The gateway has not been called yet.", "網關尚未收到請求。"},
		"overview.all":         {"Show all", "顯示全部"},
	}
}
