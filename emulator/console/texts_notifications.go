package console

import "localipay/emulator/page"

// noticeTexts are the words of notifications.
func noticeTexts() page.Texts {
	return page.Texts{
		"notifications.title":        {"Notifications", "通知"},
		"notifications.intro":        {"What your shop was told, oldest attempts first. The shop must answer with status 200 and the word success.", "已通知商戶系統的事項。商戶系統必須以狀態碼 200 及 success 一字回覆。"},
		"notifications.filter":       {"Filter notifications", "篩選通知"},
		"notifications.kind":         {"About", "類別"},
		"notifications.kind.any":     {"Payments and refunds", "付款及退款"},
		"notifications.acked":        {"Acknowledged", "是否已確認"},
		"notifications.acked.any":    {"Either", "全部"},
		"notifications.acked.yes":    {"Acknowledged", "已確認"},
		"notifications.acked.no":     {"Not acknowledged", "未確認"},
		"notifications.order":        {"Order number", "訂單號"},
		"notifications.none":         {"Nothing was notified yet. A code that was created with a notify_url tells your shop of each payment.", "暫時未有通知。以 notify_url 建立的二維碼，會在每次付款後通知商戶系統。"},
		"notifications.none.match":   {"No notification matches.", "沒有符合的通知。"},
		"notification.payment":       {"Payment notification", "付款通知"},
		"notification.refund":        {"Refund notification", "退款通知"},
		"notification.acked":         {"Acknowledged %s", "已於 %s 確認"},
		"notification.due":           {"Next attempt %s", "下一次發送：%s"},
		"notification.held":          {"Kept back by a fault rule", "被故障規則暫時扣起"},
		"notification.given_up":      {"Not acknowledged, and not sent any more", "未獲確認，不會再發送"},
		"notification.resend":        {"Send again", "再次發送"},
		"notification.resent":        {"It was sent again: %s", "已再次發送：%s"},
		"notification.underway":      {"It is on its way.", "正在發送。"},
		"notification.none":          {"There is no notification %s here.", "這裏沒有通知 %s。"},
		"notification.attempts":      {"Attempts", "發送紀錄"},
		"notification.attempt":       {"Attempt %d", "第 %d 次"},
		"notification.attempts.none": {"It was not sent yet.", "尚未發送。"},
		"notification.to":            {"To", "發往"},
		"notification.order":         {"Order", "訂單"},
		"notification.body":          {"Body sent", "發送的內文"},
		"notification.fields":        {"Fields sent", "發送的欄位"},
		"notification.answer":        {"Answer", "回覆"},
		"notification.answer.none":   {"No answer", "沒有回覆"},
		"notification.answer.empty":  {"(empty)", "（空白）"},
		"notification.error":         {"What went wrong", "出錯原因"},
	}
}
