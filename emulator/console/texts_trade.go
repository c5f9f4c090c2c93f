package console

import "localipay/emulator/page"

// tradeTexts are the words of one trade.
func tradeTexts() page.Texts {
	return page.Texts{
		"trade.title":                  {"Order %s", "訂單 %s"},
		"trade.facts":                  {"Facts", "資料"},
		"trade.life":                   {"Its life", "交易經過"},
		"trade.life.intro":             {"By the merchant's clock, Hong Kong time (GMT+8).", "以商戶時鐘為準，香港時間（GMT+8）。"},
		"trade.ahead":                  {"What is due next", "接下來的事"},
		"trade.ahead.none":             {"Nothing more will happen to this order by itself.", "這張訂單不會再自動發生任何事。"},
		"trade.none":                   {"There is no order %s here. It may have gone with a reset.", "這裏沒有訂單 %s，可能已在重設時清除。"},
		"trade.pay":                    {"Let the customer pay", "讓顧客付款"},
		"trade.pay.done":               {"The customer has paid.", "顧客已付款。"},
		"trade.pay.insufficient_funds": {"The customer could not pay: the wallet is too empty.", "顧客未能付款：電子錢包餘額不足。"},
		"trade.pay.refused":            {"It could not be paid: the order does not wait for payment any more.", "無法付款：訂單已不再等待付款。"},
		"trade.requests":               {"Requests that concern it", "相關請求"},
		"trade.requests.none":          {"No request in the journal names this order.", "日誌內沒有提及這張訂單的請求。"},
		"trade.fact.trade_no":          {"Alipay's trade number", "支付寶交易號"},
		"trade.fact.refunded":          {"Refunded", "已退款"},
		"trade.fact.reserved":          {"Refunds under way", "處理中的退款"},
		"trade.fact.store":             {"Store", "分店"},
		"trade.fact.code":              {"Code", "二維碼"},
		"trade.fact.buyer":             {"Buyer", "買家"},
		"trade.fact.wallet":            {"Wallet", "電子錢包"},
		"trade.fact.memo":              {"Memo", "備註"},
		"trade.fact.fee":               {"Fee", "手續費"},
	}
}

// lifeTexts are the words of a trade's timeline.
func lifeTexts() page.Texts {
	return page.Texts{
		"moment.opened":               {"The customer entered the amount: the order is open", "顧客輸入金額，訂單已開立"},
		"moment.paid":                 {"The customer paid", "顧客已付款"},
		"moment.sent.payment":         {"Payment notification, attempt %d", "付款通知，第 %d 次"},
		"moment.sent.refund":          {"Refund notification, attempt %d", "退款通知，第 %d 次"},
		"moment.sent.acked":           {"The shop said success", "商戶系統回覆 success"},
		"moment.sent.refused":         {"Not acknowledged: HTTP %d", "未獲確認：HTTP %d"},
		"moment.sent.answer":          {"answer “%s”", "回覆「%s」"},
		"moment.refund_asked":         {"Refund of %s asked for, to be done later", "申請退款 %s，稍後處理"},
		"moment.refund_done":          {"Refund of %s done", "退款 %s 已完成"},
		"moment.refund_at_once":       {"Refund of %s, done at once", "退款 %s，即時完成"},
		"moment.refund_failed":        {"Refund of %s failed", "退款 %s 失敗"},
		"moment.closed_refund":        {"Nothing is left: the trade is closed", "已全數退款，交易關閉"},
		"moment.closed_cancel":        {"The merchant cancelled: the trade is closed", "商戶撤銷，交易關閉"},
		"moment.closed_cancel.refund": {"The merchant cancelled, the customer got everything back: the trade is closed", "商戶撤銷並全數退回顧客，交易關閉"},
		"moment.closed_timeout":       {"Not paid in time: the trade is closed", "逾時未付款，交易關閉"},
		"moment.finished":             {"The refund period is over: the trade is finished", "退款期屆滿，交易完成"},
		"moment.now":                  {"Now", "現在"},
		"moment.will_time_out":        {"Will be closed if nobody pays", "如無人付款，訂單將會關閉"},
		"moment.will_finish":          {"The refund period will be over", "退款期將會屆滿"},
		"moment.will_refund":          {"Refund of %s will be tried", "將會處理退款 %s"},
		"moment.will_send.payment":    {"Payment notification will be sent, attempt %d", "將會發送付款通知，第 %d 次"},
		"moment.will_send.refund":     {"Refund notification will be sent, attempt %d", "將會發送退款通知，第 %d 次"},
		"moment.held.payment":         {"Payment notification, kept back by a fault rule", "付款通知被故障規則暫時扣起"},
		"moment.held.refund":          {"Refund notification, kept back by a fault rule", "退款通知被故障規則暫時扣起"},
		"moment.faults":               {"by fault rule %s", "由故障規則 %s 造成"},
		"moment.notification":         {"Show this notification", "查看這個通知"},
		"gap.seconds":                 {"+%d s", "+%d 秒"},
		"gap.minutes":                 {"+%d min", "+%d 分鐘"},
		"gap.hours":                   {"+%d h", "+%d 小時"},
		"gap.next_day":                {"next day", "翌日"},
		"gap.days":                    {"%d days later", "%d 日後"},
		"gap.back":                    {"clock put back", "時鐘曾被撥回"},
	}
}
