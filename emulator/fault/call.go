package fault

import (
	"time"

	"localipay/emulator/alipay"
)

// End is how a call ends.
type End string

// A call is answered, or its connection closes, or it stays open and silent
// until the client gives up.
const (
	Answered End = ""
	Closed   End = "closed"
	Silent   End = "silent"
)

// Call is what the rules make of one call. The zero value lets it be.
type Call struct {
	Delay   time.Duration // of real time, between the change and the answer
	Early   bool          // what it caused leaves at the commit (spec decision 38)
	Nothing bool          // Alipay does nothing
	End     End
	Error   alipay.Code // a gateway error instead of the answer
	Fail    alipay.Code // a business failure in the service's own form
	Unknown bool        // the result is not known to Alipay
	Status  int         // an HTTP status with an HTML body
	Corrupt string      // signature, xml, truncate or charset
	Labels  []string    // of the rules that acted
}
