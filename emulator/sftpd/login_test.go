package sftpd_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"localipay/keys"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	t.Run("is by the partner id and the merchant's password", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		require.Contains(t, fetch(t, h.login(noodles), transactions), "|88.00|")
		require.Contains(t, h.log.String(), "SFTP: logged in")
		require.Contains(t, h.log.String(), "SFTP: file read")
	})
	t.Run("takes the password typed at a prompt too", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		_, err := h.dial(noodles, ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := []string{}
			for range questions {
				answers = append(answers, password)
			}
			return answers, nil
		}))
		require.NoError(t, err)
	})
	t.Run("is by one of the merchant's keys", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		other, first := newKey(t)
		mine, second := newKey(t)
		_, err := h.dial(noodles, ssh.PublicKeys(mine))
		require.Error(t, err)
		h.authorise(noodles, "# who fetches\n"+first+second)
		for _, key := range []ssh.Signer{mine, other} {
			_, err = h.dial(noodles, ssh.PublicKeys(key))
			require.NoError(t, err)
		}
		_, err = h.dial(tea, ssh.PublicKeys(mine))
		require.Error(t, err, "another merchant has not authorised it")
	})
	for name, c := range map[string]struct{ user, password, says string }{
		"a wrong password":         {noodles, "wrong", "sftp_password"},
		"no password":              {noodles, "", "sftp_password"},
		"a partner that is none":   {"2088000000000404", password, "no merchant with this partner id"},
		"a name that is no number": {"root", password, "no merchant"},
		"no name":                  {"", password, "no merchant"},
	} {
		t.Run("refuses "+name+", and the log says why without the password", func(t *testing.T) {
			t.Parallel()
			h := open(t)
			_, err := h.dial(c.user, ssh.Password(c.password))
			require.ErrorContains(t, err, "unable to authenticate")
			h.server.Close() // the log is whole then
			require.Contains(t, h.log.String(), c.says)
			require.NotContains(t, h.log.String(), password)
		})
	}
	nobody := ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, errors.New("no terminal") })
	stranger, _ := newKey(t)
	for name, c := range map[string]struct {
		user, says string
		methods    []ssh.AuthMethod
	}{
		"a wrong key, with nobody to ask": {noodles, "sftp_authorized_key", []ssh.AuthMethod{ssh.PublicKeys(stranger), nobody}},
		"nobody to ask":                   {noodles, "gave none", []ssh.AuthMethod{nobody}},
		"nobody to ask about no merchant": {"2088000000000404", "no merchant with this partner id", []ssh.AuthMethod{nobody}},
	} {
		t.Run("refuses "+name+", and the log says why", func(t *testing.T) {
			t.Parallel()
			h := open(t)
			_, err := h.dial(c.user, c.methods...)
			require.Error(t, err)
			h.server.Close()
			require.Contains(t, h.log.String(), c.says)
		})
	}
	t.Run("knows each kind of host key", func(t *testing.T) {
		t.Parallel()
		h := open(t)
		for _, key := range keys.SFTPHosts() {
			kind := key.PublicKey().Type()
			algorithms := []string{kind}
			if kind == ssh.KeyAlgoRSA {
				algorithms = []string{ssh.KeyAlgoRSASHA256}
			}
			client, err := ssh.Dial("tcp", h.addr, &ssh.ClientConfig{
				User: noodles, Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyAlgorithms: algorithms,
				HostKeyCallback: ssh.FixedHostKey(key.PublicKey()),
			})
			require.NoError(t, err, kind)
			require.NoError(t, client.Close())
		}
	})
}
