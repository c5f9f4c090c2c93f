package alipay

import "strings"

// The columns of the two files (gateway-and-trades §9.2 and §9.3).
const (
	transactionColumns = `Partner_transaction_id Transaction_id Transaction_amount Charge_amount Currency Payment_time
	Transaction_type Remark Secondary_merchant_industry Secondary_merchant_name Secondary_merchant_id Operator_name
	Order_scene Trans_currency Trans_amount Trans_forex_rate Issue`
	settlementColumns = `Partner_transaction_id Transaction_id Amount Fee Settlement Currency Payment_time Settlement_time
	Type Status Remarks Secondary_merchant_industry Secondary_merchant_name Secondary_merchant_id Operator_name
	Order_scene Trans_currency Trans_amount Trans_forex_rate Issue`
)

// Columns are the names of a kind's columns. A transaction file has them as its
// second line, a settlement file nowhere.
func (k FileKind) Columns() []string {
	if k == TransactionFile {
		return strings.Fields(transactionColumns)
	}
	return strings.Fields(settlementColumns)
}
