// Package sftpd serves reconciliation files over SFTP, as Alipay does: the user
// is the partner id, and finds its own files, and nobody else's, in /download.
// Nothing can be written.
//
// Who connects and says nothing is dropped, who stays and asks for nothing too,
// and no merchant's clients can take the room of another's.
package sftpd
