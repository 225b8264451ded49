// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/message"
)

// Unreachable is the outcome of an update for which Connect returned err:
// nothing was sent.
func Unreachable(host string, err error) updater.Outcome {
	var lookup *net.DNSError
	var cert x509.CertificateInvalidError
	var distrust *untrusted
	switch {
	case errors.As(err, &lookup) && lookup.IsTimeout:
		return Unsent(message.New(message.CannotFind, host, message.New(message.ResolverSilent)))
	case errors.As(err, &lookup):
		return Unsent(message.New(message.CannotFind, host, unfound(lookup)))
	case errors.As(err, &cert) && cert.Reason == x509.Expired && time.Now().Before(cert.Cert.NotBefore):
		return updater.Outcome{
			Kind: updater.Unsent, Clock: true,
			Text: message.New(message.NotYetValid, host, day(cert.Cert.NotBefore), day(time.Now())),
		}
	case errors.As(err, &distrust):
		return reached(message.New(message.CannotTrust, host, distrust.reason()))
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), !isNetwork(err):
		return reached(message.New(message.CannotReach, host, cause(err)))
	}
	return Unsent(message.New(message.CannotReach, host, cause(err)))
}

// unfound is why a name was not found. The system's own text may contain ports,
// which differ from try to try.
func unfound(err *net.DNSError) message.Message {
	if m, ok := errors.AsType[message.Message](err); ok {
		return m
	}
	return message.Text(strings.TrimSpace(err.Err[strings.LastIndex(err.Err, ": ")+1:]))
}

// isNetwork says whether an error came from the network rather than from what
// the other side said.
func isNetwork(err error) bool {
	_, ok := errors.AsType[net.Error](err)
	_, errno := errors.AsType[syscall.Errno](err)
	return ok || errno || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// reached is the outcome of an update that the provider's machine, or one in
// its place, did not accept.
func reached(text message.Message) updater.Outcome {
	o := Unsent(text)
	o.Reached = true
	return o
}

// NoRoute is the error of a Dial that says why there is no route to a host.
type NoRoute struct{ message.Message }

// Unwrap returns what the kernel says.
func (e NoRoute) Unwrap() error { return syscall.EHOSTUNREACH }

// cause shortens a network error to what helps the user.
func cause(err error) message.Message {
	if errors.Is(err, context.Canceled) {
		return message.New(message.Stopped)
	}
	if t, ok := errors.AsType[net.Error](err); ok && t.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return message.New(message.NoConnection, connectTime)
	}
	if missing, ok := errors.AsType[NoRoute](err); ok {
		return missing.Message
	}
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		return message.Of(no)
	}
	if errors.Is(err, io.EOF) {
		return message.New(message.ConnectionClosed)
	}
	return message.Text(Quote(err.Error()))
}

// Unsent is the outcome of an update of which nothing left the router.
func Unsent(text message.Message) updater.Outcome {
	return updater.Outcome{Kind: updater.Unsent, Text: text}
}

// Unsure is the outcome of an update for which Do returned err: it may have
// arrived.
func Unsure(err error) updater.Outcome {
	text := message.New(message.Broke)
	switch {
	case errors.Is(err, context.Canceled):
		text = message.New(message.NotWaited)
	case errors.Is(err, context.DeadlineExceeded):
		text = message.New(message.NoAnswer, answerTime)
	case errors.Is(err, errStrange):
		text = errStrange
	case errors.Is(err, errCut), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF),
		errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		text = errCut
	}
	return updater.Outcome{Kind: updater.Unsure, Sent: true, Text: message.New(message.MayHaveArrived, text)}
}

// Trouble says, for the user, why a response is not a usable answer.
func Trouble(about answer.About, status int, shown string) message.Message {
	switch about {
	case answer.Page:
		return message.New(message.WebPage)
	case answer.Empty:
		return message.New(message.Empty)
	case answer.Firewall:
		return message.New(message.Firewall)
	case answer.Redirect:
		return message.New(message.Redirect, status)
	case answer.Slow:
		return message.New(message.SlowDown, status)
	case answer.Machine:
		return message.New(message.InTrouble, shown)
	}
	return message.New(message.InTroubleStatus, status)
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

// Plain converts the answer for package answer.
func (a *Answer) Plain(now time.Time) answer.Answer {
	return answer.Answer{Status: a.Status, Head: a.Head, Body: a.Body, Wait: a.RetryAfter(now)}
}

// Show shortens and escapes what the server said, and removes secrets from it.
func (a *Answer) Show(secrets ...string) string {
	return Quote(Mask(strings.TrimSpace(string(a.Body)), secrets...))
}

// Quote shortens and escapes text that a server wrote.
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
