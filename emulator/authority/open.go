package authority

import (
	"fmt"
	"os"
	"time"
)

// lockTime is how long others may take that make certificates, in real time.
const lockTime = 20 * time.Second

// Open is New with a folder, in which CA and leaf stay as long as they are good for
// the names, so that clients may go on trusting it. It changes nothing in a
// folder that holds anything else than what it wrote itself.
//
// A folder is for one emulator, or for several with the same names: they agree
// on one CA, also when they start at once.
func Open(dir string, now time.Time, names Names) (*Authority, error) {
	wanted, err := names.hosts()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // other containers read ca.pem, as other users
		return nil, fmt.Errorf("--tls-dir %q: %w", dir, err)
	}
	f := folder(dir)
	if err := f.check(); err != nil {
		return nil, err
	}
	unlock, err := f.lock(lockTime)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return f.open(wanted, now)
}

// open reads all before it writes any.
func (f folder) open(wanted hosts, now time.Time) (*Authority, error) {
	oldCA, err := f.readCA()
	if err != nil {
		return nil, err
	}
	oldLeaf, err := f.readLeaf()
	if err != nil {
		return nil, err
	}
	ca, replaced, err := f.renewCA(oldCA, wanted, now)
	if err != nil {
		return nil, err
	}
	leaf, err := f.renewLeaf(oldLeaf, ca, wanted, now)
	if err != nil {
		return nil, err
	}
	a := ca.authority(leaf, wanted, now)
	a.replaced = replaced
	return a, nil
}

func (f folder) renewCA(old pair, wanted hosts, now time.Time) (ca pair, replaced string, err error) {
	why := old.unfit(wanted, now)
	if why == "" {
		return old, "", f.publish(old)
	}
	if !old.isNone() {
		replaced = fmt.Sprintf("the CA in %s was replaced: %s; whoever trusts the old %s must be given the new one", f, why, CertificateFile)
	}
	ca, err = newCA(wanted, now)
	if err != nil {
		return ca, "", err
	}
	return ca, replaced, f.putCA(ca)
}

func (f folder) renewLeaf(old, ca pair, wanted hosts, now time.Time) (pair, error) {
	if old.serves(ca, wanted, now) {
		return old, nil
	}
	leaf, err := ca.issueNew(wanted, now)
	if err != nil {
		return leaf, err
	}
	return leaf, f.putLeaf(leaf)
}
