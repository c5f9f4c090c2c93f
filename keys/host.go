package keys

import "golang.org/x/crypto/ssh"

// SFTPHosts are the keys by which the emulated SFTP server is known. They are
// published, so that a client can pin one before the server has ever started;
// three of them, because old clients know only the older kinds.
func SFTPHosts() (list []ssh.Signer) {
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		key, err := ssh.ParsePrivateKey([]byte(block(embedded("sftp_host_" + kind + ".pem"))))
		if err != nil {
			panic("keys: the embedded SFTP host key: " + err.Error()) // a test holds this
		}
		list = append(list, key)
	}
	return list
}
