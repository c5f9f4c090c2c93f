package fault

// hang is `hang: request` and `hang: response`: as lose, but the connection
// stays open and silent until the client gives up.
var hang = kind{
	name: "hang", at: onService | onVerify,
	read: func(v value) (Do, error) {
		word, err := v.word(wordRequest, wordResponse)
		return Do{Word: word}, err
	},
	show: func(d Do) any { return d.Word },
	call: func(d Do, c *Call) {
		c.End, c.Nothing = Silent, d.Word == wordRequest
		c.Early = c.Early || d.Word == wordResponse
	},
}
