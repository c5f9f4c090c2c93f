package sftpd

import (
	"net"
	"slices"
	"sync"
)

// door bounds who is there: those who have not logged in yet, all together, and
// the clients of each merchant. Where too many wait, who has waited longest has
// to go, so that a crowd that says nothing keeps nobody out.
type door struct {
	waiting, guests int

	mu     sync.Mutex
	queue  []net.Conn
	inside map[string]int
}

func newDoor(waiting, guests int) *door {
	return &door{waiting: waiting, guests: guests, inside: map[string]int{}}
}

func (d *door) knock(c net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.queue) >= d.waiting {
		_ = d.queue[0].Close()
		d.queue = slices.Delete(d.queue, 0, 1)
	}
	d.queue = append(d.queue, c)
}

func (d *door) leaveQueue(c net.Conn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.queue = slices.DeleteFunc(d.queue, func(other net.Conn) bool { return other == c })
}

func (d *door) enter(partner string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inside[partner] >= d.guests {
		return false
	}
	d.inside[partner]++
	return true
}

func (d *door) leave(partner string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inside[partner]--; d.inside[partner] == 0 {
		delete(d.inside, partner)
	}
}
