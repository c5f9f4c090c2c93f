package command

// IsMount looks for a file in Linux's list of mounts.
func IsMount(mounts, file string) bool { return isMount(mounts, file) }
