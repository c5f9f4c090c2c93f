// Package ledger holds every rule that may change a merchant's state, and is
// the only thing that does: the gateway, the wallet, the admin API and the
// clock all come through Update.
//
// Amounts are minor units of the trade's currency. Rules answer with
// alipay.Code where a merchant's system asked, with *Refusal where a customer
// or a developer did; either way nothing has changed.
package ledger
