// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
)

// Unreachable is the end of an update for which Connect returned err: nothing
// was sent.
func Unreachable(host string, err error) updater.Outcome {
	var lookup *net.DNSError
	var cert x509.CertificateInvalidError
	var distrust *untrusted
	switch {
	case errors.As(err, &lookup) && lookup.IsTimeout:
		return Unsent("cannot find "+host+": the resolver does not answer", nil)
	case errors.As(err, &lookup):
		// The text may name ports, which differ from try to try.
		last := lookup.Err[strings.LastIndex(lookup.Err, ": ")+1:]
		return Unsent("cannot find "+host, errors.New(strings.TrimSpace(last)))
	case errors.As(err, &cert) && cert.Reason == x509.Expired && time.Now().Before(cert.Cert.NotBefore):
		return updater.Outcome{
			Kind: updater.Unsent, Clock: true,
			Text: fmt.Sprintf("the certificate of %s is valid from %s on, and the clock says %s: is it set?",
				host, day(cert.Cert.NotBefore), day(time.Now())),
		}
	case errors.As(err, &distrust):
		return reached("cannot trust "+host, distrust.reason())
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), !isNetwork(err):
		return reached("cannot reach "+host, cause(err))
	}
	return Unsent("cannot reach "+host, cause(err))
}

// isNetwork says whether an error came from the network rather than from what
// the other side said.
func isNetwork(err error) bool {
	_, ok := errors.AsType[net.Error](err)
	_, errno := errors.AsType[syscall.Errno](err)
	return ok || errno || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// reached is the end of an update that the provider's machine, or one in its
// place, would not take.
func reached(text string, err error) updater.Outcome {
	o := Unsent(text, err)
	o.Reached = true
	return o
}

// NoRoute is the error of a Dial that knows why there is no route to a host.
type NoRoute string

func (e NoRoute) Error() string { return string(e) }

// Unwrap returns what the kernel says.
func (e NoRoute) Unwrap() error { return syscall.EHOSTUNREACH }

// cause shortens an error of the network to what a person can use.
func cause(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped")
	}
	if t, ok := errors.AsType[net.Error](err); ok && t.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no connection in %s", connectTime)
	}
	if missing, ok := errors.AsType[NoRoute](err); ok {
		return missing
	}
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		return no
	}
	if errors.Is(err, io.EOF) {
		return errors.New("the connection was closed")
	}
	return errors.New(Quote(err.Error()))
}

// Unsent is the end of an update of which nothing left the router, with an
// error or nil.
func Unsent(text string, err error) updater.Outcome {
	if err != nil {
		text += ": " + err.Error()
	}
	return updater.Outcome{Kind: updater.Unsent, Text: text}
}

// Unsure is the end of an update for which Get returned err: it may have
// arrived.
func Unsure(err error) updater.Outcome {
	text := "the connection broke"
	switch {
	case errors.Is(err, context.Canceled):
		text = "dynwan did not wait for the answer"
	case errors.Is(err, context.DeadlineExceeded):
		text = fmt.Sprintf("no answer in %s", answerTime)
	case errors.Is(err, errStrange):
		text = errStrange.Error()
	case errors.Is(err, errCut), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		text = errCut.Error()
	}
	return updater.Outcome{
		Kind: updater.Unsure, Sent: true, Text: text + ", the update may have arrived",
	}
}

// Trouble says what kept an answer from being one, for the user.
func Trouble(about answer.About, status int, shown string) string {
	switch about {
	case answer.Page:
		return "a web page came instead of an answer; a login page of the line?"
	case answer.Empty:
		return "the answer was empty"
	case answer.Firewall:
		return "the provider's firewall answered in its place"
	case answer.Redirect:
		return "a redirect came instead of an answer (status " + strconv.Itoa(status) + ") and was not followed"
	case answer.Slow:
		return "the provider asks to slow down (status " + strconv.Itoa(status) + ")"
	case answer.Machine:
		return "the provider is in trouble: " + shown
	}
	return "the provider is in trouble (status " + strconv.Itoa(status) + ")"
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

// Plain is the answer as package answer reads it.
func (a *Answer) Plain(now time.Time) answer.Answer {
	return answer.Answer{Status: a.Status, Head: a.Head, Body: a.Body, Wait: a.RetryAfter(now)}
}

// Show bounds and escapes what the server said, and takes a secret out of it.
func (a *Answer) Show(secret string) string {
	return Quote(Mask(strings.TrimSpace(string(a.Body)), secret))
}

// Quote bounds and escapes text that a server wrote.
func Quote(text string) string {
	const limit = 120
	if len(text) > limit {
		text = text[:limit]
	}
	for q := strconv.QuoteToASCII(text); ; q = strconv.QuoteToASCII(text) {
		if len(q) <= limit+2 {
			return q
		}
		text = text[:len(text)-1]
	}
}
