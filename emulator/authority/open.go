package authority

import (
	"fmt"
	"os"
	"time"
)

// Open is New with a folder, in which the CA stays as long as it is good for
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
	unlock, err := lock(dir)
	if err != nil {
		return nil, fmt.Errorf("--tls-dir: %w; localipay must be able to read there", err)
	}
	defer unlock()
	return openLocked(dir, now, wanted)
}

// openLocked reads all before it writes any.
func openLocked(dir string, now time.Time, wanted hosts) (*Authority, error) {
	oldCA, err := caIn(dir).read()
	if err != nil {
		return nil, err
	}
	oldLeaf, err := leafIn(dir).read()
	if err != nil {
		return nil, err
	}
	ca, replaced, err := caIn(dir).renewCA(oldCA, wanted, now)
	if err != nil {
		return nil, err
	}
	leaf, err := leafIn(dir).renewLeaf(oldLeaf, ca, wanted, now)
	if err != nil {
		return nil, err
	}
	return &Authority{root: ca.root(), leaf: leaf, replaced: replaced}, nil
}

func (f files) renewCA(old pair, wanted hosts, now time.Time) (ca pair, replaced string, err error) {
	why := old.unfit(wanted, now)
	if why == "" {
		return old, "", f.publish(old)
	}
	if !old.isNone() {
		replaced = fmt.Sprintf("the CA in %s was replaced: %s; whoever trusts the old %s must be given the new one", f.dir, why, f.public)
	}
	ca, err = newCA(wanted, now)
	if err != nil {
		return ca, "", err
	}
	return ca, replaced, f.put(ca)
}

func (f files) renewLeaf(old, ca pair, wanted hosts, now time.Time) (pair, error) {
	if old.serves(ca, wanted, now) {
		return old, f.publish(old)
	}
	leaf, err := ca.issue(wanted, now)
	if err != nil {
		return leaf, err
	}
	return leaf, f.put(leaf)
}
