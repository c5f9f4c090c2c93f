package wallet

import "localipay/emulator/page"

// texts are the words of the pages.
func texts() page.Texts { return page.Join(scanTexts(), payTexts()) }

func scanTexts() page.Texts {
	return page.Texts{
		"wallet.title":  {"Wallet", "錢包"},
		"wallet.test":   {"Test only: no real money moves here.", "僅供測試，不涉及真實金錢。"},
		"wallet.home":   {"Back to the wallet", "返回錢包"},
		"wallet.paying": {"Paying as %s", "付款人：%s"},
		"wallet.money":  {"Balance %s", "餘額 %s"},
		"wallet.ample":  {"Balance without limit", "餘額不限"},

		"home.customer":    {"Who pays", "付款人"},
		"home.choose":      {"Choose", "選擇"},
		"home.scan":        {"Scan", "掃碼"},
		"home.photo":       {"A photo of a code", "收款碼相片"},
		"home.photo_do":    {"Read the photo", "讀取相片"},
		"home.paste":       {"Or paste what a code says", "或貼上收款碼內容"},
		"home.paste_do":    {"Open", "開啟"},
		"home.codes":       {"Codes on the counters", "各店收款碼"},
		"home.search":      {"Find a shop", "搜尋商店"},
		"home.search_do":   {"Search", "搜尋"},
		"home.no_codes":    {"There is no such code. A merchant makes one with qrcode.create.", "沒有這樣的收款碼。商戶可用 qrcode.create 建立。"},
		"home.more":        {"and %d more: search for them", "另有 %d 個，請搜尋"},
		"home.stopped":     {"stopped", "已停用"},
		"home.payments":    {"Latest payments", "最近付款"},
		"home.no_payments": {"None yet.", "暫無記錄。"},

		"scan.nothing":    {"Choose a photo, or paste what a code says.", "請選擇相片，或貼上收款碼內容。"},
		"scan.unreadable": {"This file is no picture that can be read here. Use PNG, JPEG or GIF.", "無法讀取此檔案，請使用 PNG、JPEG 或 GIF 圖片。"},
		"scan.too_large":  {"This picture is too large. Use one of at most 60 megapixels.", "圖片過大，請使用不超過 6,000 萬像素的圖片。"},
		"scan.too_big":    {"This file is too big. Use one of at most 12 MB.", "檔案過大，請使用不超過 12 MB 的檔案。"},
		"scan.not_found":  {"No QR code was found on this picture. Take it straight, sharp and whole, with a white rim around.", "圖片中找不到二維碼。請對正拍攝，確保清晰完整並留有白邊。"},
		"scan.no_code":    {"This is not an Alipay merchant's code: %s", "這不是支付寶商戶收款碼：%s"},
	}
}

func payTexts() page.Texts {
	return page.Texts{
		"amount.title":      {"Pay to merchant", "向商戶付款"},
		"amount.amount":     {"Amount", "金額"},
		"amount.memo":       {"Memo (optional)", "備註（選填）"},
		"amount.next":       {"Pay now", "立即付款"},
		"amount.wrong":      {"Enter an amount from 0.01 to 100000000.00, such as 88.00.", "請輸入 0.01 至 100000000.00 的金額，例如 88.00。"},
		"amount.memo_wrong": {"The memo must be plain text of at most %d characters.", "備註須為不超過 %d 字的純文字。"},
		"amount.fee":        {"This amount is too small for the code's channel fee. Enter a larger one.", "金額不足以支付此收款碼的手續費，請輸入較大金額。"},

		"order.confirm":         {"Confirm payment", "確認付款"},
		"order.to":              {"To", "收款方"},
		"order.number":          {"Order number", "訂單號"},
		"order.trade":           {"Transaction number", "交易號"},
		"order.method":          {"Payment method", "付款方式"},
		"order.memo":            {"Memo", "備註"},
		"order.until":           {"Pay before %s, by this merchant's clock.", "請於 %s 前付款（以商戶時鐘為準）。"},
		"order.password":        {"Six-digit password", "六位數字密碼"},
		"order.password_hint":   {"Any six digits pay; 000000 is a wrong password.", "任何六位數字均可付款；000000 為錯誤密碼。"},
		"order.password_digits": {"The password is six digits.", "密碼為六位數字。"},
		"order.password_wrong":  {"Wrong password. Nothing was paid.", "密碼錯誤，未有付款。"},
		"order.pay":             {"Confirm", "確認"},
		"order.insufficient":    {"Insufficient funds. Nothing was paid.", "餘額不足，未有付款。"},
		"order.short":           {"The balance is less than the amount.", "餘額少於付款金額。"},
		"order.success":         {"Payment successful", "付款成功"},
		"order.paid":            {"Paid", "已付"},
		"order.refunded":        {"Refunded", "已退款"},
		"order.time":            {"Time", "時間"},
		"order.timeout":         {"This order has timed out", "訂單已逾時"},
		"order.timeout_text":    {"It was not paid in time, and is closed. Nothing was paid. Scan the code again.", "訂單未有及時付款，現已關閉，未有扣款。請重新掃碼。"},
		"order.cancel":          {"This order was cancelled", "訂單已取消"},
		"order.cancel_text":     {"The merchant has cancelled it. What was paid has been returned.", "商戶已取消訂單；如已付款，款項已退回。"},
		"order.refund":          {"This order was refunded", "訂單已全數退款"},
		"order.refund_text":     {"All that was paid has been returned.", "已付款項已全數退回。"},
		"order.again":           {"Scan again", "再次掃碼"},

		"trouble.code":       {"This QR code is invalid", "此二維碼無效"},
		"trouble.code.text":  {"It is unknown here, or the merchant has stopped or deleted it.", "此處沒有這個收款碼，或商戶已停用或刪除。"},
		"trouble.order":      {"There is no such order", "找不到訂單"},
		"trouble.order.text": {"Order %s is not known here. It may have gone with a reset.", "此處沒有訂單 %s，可能已在重設時清除。"},

		"status.WAIT_BUYER_PAY": {"to be paid", "待付款"},
		"status.TRADE_SUCCESS":  {"paid", "已付款"},
		"status.TRADE_CLOSED":   {"closed", "已關閉"},
		"status.TRADE_FINISHED": {"paid", "已付款"},
	}
}
