package fault

import "time"

// Send is what the rules make of one send of a notification. The zero value
// lets it be. It is kept with the send while that waits, and never changed.
type Send struct {
	Delay    time.Duration // by the merchant's clock
	Hold     string        `json:",omitempty"` // id of the rule that keeps it back
	Lose     bool          // it is not sent
	LoseAck  bool          // it is sent, and the answer counts as a failure
	Times    int           // how often it is sent; 0 counts as 1
	Together bool          // all of them at the same moment
	Corrupt  string        // signature, unsigned or amount
	Labels   []string      // of the rules that acted
}
