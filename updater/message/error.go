// SPDX-License-Identifier: GPL-2.0-or-later

package message

// wrapped is an error with a message and causes.
type wrapped struct {
	Message
	causes []error
}

func (w *wrapped) Unwrap() []error { return w.causes }

// Because returns an error with the message m that wraps its causes, for
// [errors.Is].
func Because(m Message, causes ...error) error { return &wrapped{m, causes} }

// Join returns an error that combines some errors, nil if there is none.
func Join(errs ...error) error {
	var all Message
	var causes []error
	for _, err := range errs {
		if err == nil {
			continue
		}
		causes = append(causes, err)
		all = And(all, Of(err))
	}
	if len(causes) == 0 {
		return nil
	}
	return Because(all, causes...)
}

// And joins two messages, either of which may be empty.
func And(m, n Message) Message {
	switch {
	case m == "":
		return n
	case n == "":
		return m
	}
	return New(Both, m, n)
}
