// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import "time"

// kind says what happens to a router.
type kind uint8

const (
	lineDown   kind = iota // its line loses the address
	lineUp                 // its line gets an address
	powerUp                // it boots and its line gets an address
	renumbered             // its line gets another prefix
	wake                   // the wait of its client is over
	looked                 // DNS answers its client
	unanswered             // nobody has
	refused                // the provider's machine refused the connection
	busy                   // the provider answered 503
	accepted               // the provider took the update
)

// event is something that happens to one router.
type event struct {
	at     time.Duration // since the start of the run
	seq    uint32        // decides between events of the same time
	router int32
	turn   uint16 // an event of the client counts only if this is still its turn
	kind   kind
}

func (e event) before(f event) bool {
	return e.at < f.at || e.at == f.at && e.seq < f.seq
}

// queue gives events back in the order of their times, and in the order of
// push among equal times. It is a binary heap.
type queue struct {
	heap []event
	seq  uint32
}

func (q *queue) push(e event) {
	e.seq = q.seq
	q.seq++
	q.heap = append(q.heap, e)
	i := len(q.heap) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(q.heap[parent]) {
			break
		}
		q.heap[i] = q.heap[parent]
		i = parent
	}
	q.heap[i] = e
}

// pop takes the earliest event out. The second value is false if there is none.
func (q *queue) pop() (event, bool) {
	if len(q.heap) == 0 {
		return event{}, false
	}
	first, last := q.heap[0], q.heap[len(q.heap)-1]
	q.heap = q.heap[:len(q.heap)-1]
	if len(q.heap) > 0 {
		q.sink(last)
	}
	return first, true
}

// sink puts e in the place of the first event, and then where it belongs.
func (q *queue) sink(e event) {
	i := 0
	for {
		child := 2*i + 1
		if child >= len(q.heap) {
			break
		}
		if child+1 < len(q.heap) && q.heap[child+1].before(q.heap[child]) {
			child++
		}
		if !q.heap[child].before(e) {
			break
		}
		q.heap[i] = q.heap[child]
		i = child
	}
	q.heap[i] = e
}
