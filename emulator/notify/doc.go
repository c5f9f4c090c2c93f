// Package notify sends notifications to shops: the body as Alipay signs it,
// and what the shop's answer counts as (merchant-qr §7, §8).
package notify
