package sftpd

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"slices"

	"golang.org/x/crypto/ssh"

	"localipay/emulator/alipay"
	"localipay/keys"
)

// What the log says of a login that failed; the client is told nothing.
var (
	errNoMerchant = errors.New("there is no merchant with this partner id, which is the user's name here")
	errPassword   = errors.New("wrong password; GET /_admin/merchants/PARTNER shows it as sftp_password")
	errNoAnswer   = errors.New("the client was asked for the password and gave none; GET /_admin/merchants/PARTNER shows it as sftp_password")
	errKey        = errors.New("the client's key is not the merchant's sftp_authorized_key")
)

// logIn does the handshake: password, or one of the merchant's keys.
func (s *Server) logIn(c *timedConn) (*ssh.ServerConn, <-chan ssh.NewChannel, <-chan *ssh.Request, error) {
	var tried string
	var reason error
	config := &ssh.ServerConfig{
		ServerVersion: "SSH-2.0-localipay",
		AuthLogCallback: func(who ssh.ConnMetadata, _ string, err error) {
			if err == nil || errors.Is(err, ssh.ErrNoAuth) || reason != nil && errors.Is(err, errNoAnswer) {
				return // clients with nobody at them go through all the methods: what they did try tells more
			}
			tried, reason = who.User(), err
		},
		PasswordCallback: func(who ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return nil, s.password(who.User(), password)
		},
		KeyboardInteractiveCallback: func(who ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			return nil, s.answer(who.User(), ask)
		},
		PublicKeyCallback: func(who ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, s.key(who.User(), key)
		},
	}
	for _, key := range s.HostKeys {
		config.AddHostKey(key)
	}
	client, channels, requests, err := ssh.NewServerConn(c, config)
	switch {
	case err == nil:
		s.Log.Info("SFTP: logged in", "partner", client.User(), "from", c.RemoteAddr().String())
	case reason != nil:
		s.Log.Warn("SFTP: refused", "user", alipay.Shorten(tried, 40), "from", c.RemoteAddr().String(), "reason", reason)
	}
	return client, channels, requests, err
}

// answer is a password typed at a prompt.
func (s *Server) answer(partner string, ask ssh.KeyboardInteractiveChallenge) error {
	answers, err := ask("", "", []string{"Password: "}, []bool{false})
	if err == nil && len(answers) == 1 && answers[0] != "" {
		return s.password(partner, []byte(answers[0]))
	}
	if _, ok := s.merchant(partner); !ok {
		return errNoMerchant
	}
	return errNoAnswer
}

func (s *Server) password(partner string, given []byte) error {
	m, ok := s.merchant(partner)
	if !ok {
		return errNoMerchant
	}
	if m.SFTPPassword == "" || subtle.ConstantTimeCompare([]byte(m.SFTPPassword), given) != 1 {
		return errPassword
	}
	return nil
}

func (s *Server) key(partner string, given ssh.PublicKey) error {
	m, ok := s.merchant(partner)
	if !ok {
		return errNoMerchant
	}
	known, err := keys.ParseAuthorized(m.SFTPKey)
	if err != nil {
		return errKey // none, or refused already where it was set
	}
	same := func(k ssh.PublicKey) bool { return bytes.Equal(k.Marshal(), given.Marshal()) }
	if !slices.ContainsFunc(known, same) {
		return errKey
	}
	return nil
}

func (s *Server) merchant(partner string) (m alipay.Merchant, ok bool) {
	w, ok := s.Worlds.Find(partner)
	if !ok {
		return m, false
	}
	return w.Ledger.Switches(), true
}
