package authority

import "time"

// Lock is what another emulator does that makes certificates in a folder.
func Lock(dir string, wait time.Duration) (unlock func(), err error) { return folder(dir).lock(wait) }
