// Package command is what the localipay program does: one file per
// sub-command, each a struct whose fields are its flags (interface.md,
// "Command line"). Every flag has an environment variable LOCALIPAY_….
package command
