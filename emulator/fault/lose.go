package fault

// The two halves of a call that can be lost, and of a notification.
const (
	wordRequest  = "request"
	wordResponse = "response"
	wordTrue     = "true"
	wordAck      = "ack"
)

// lose is `lose: request` and `lose: response` of a call, `lose: true` and
// `lose: ack` of a notification.
var lose = kind{
	name: "lose", at: onService | onVerify | onNotification,
	read: func(v value) (Do, error) {
		words := []string{wordRequest, wordResponse}
		if v.target == TargetNotification {
			words = []string{wordTrue, wordAck}
		}
		word, err := v.word(words...)
		return Do{Word: word}, err
	},
	show: func(d Do) any {
		if d.Word == wordTrue {
			return true
		}
		return d.Word
	},
	call: func(d Do, c *Call) { c.End, c.Nothing = Closed, d.Word == wordRequest },
	send: func(d Do, s *Send) { s.Lose, s.LoseAck = d.Word == wordTrue, d.Word == wordAck },
}
