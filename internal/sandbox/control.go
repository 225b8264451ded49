// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Control is the stand-in's own interface for tests and demonstrations, in
// JSON:
//
//	GET  /ledger                        requests, connections, queries, breaches
//	GET  /records                       the domains as they are
//	GET  /faults                        all faults and the active ones
//	POST /fault?name=NAME&n=N&arg=ARG   switch one on; n=0 or none: until cleared
//	           &step=STEP&after=N       only at this step; only after N more
//	POST /clear                         all faults off; ?name=NAME: one
//	POST /offline?domain=DOMAIN         mark offline
//	POST /online?domain=DOMAIN          take the mark back
//	POST /block?login=LOGIN             block an account
//	POST /unblock?login=LOGIN           let it update again
//	GET  /ca                            the certificate of the authority, PEM
func (s *Sandbox) Control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ledger", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.book()) })
	mux.HandleFunc("GET /records", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Records()) })
	mux.HandleFunc("GET /faults", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, map[string]any{"all": Faults(), "active": s.ActiveFaults()})
	})
	mux.HandleFunc("GET /ca", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(s.CAPEM()) })
	mux.HandleFunc("POST /fault", s.command(s.setFault))
	mux.HandleFunc("POST /clear", s.command(s.clear))
	mux.HandleFunc("POST /offline", s.command(func(r *http.Request) error { return s.SetOffline(r.FormValue("domain")) }))
	mux.HandleFunc("POST /online", s.command(func(r *http.Request) error { return s.SetOnline(r.FormValue("domain")) }))
	mux.HandleFunc("POST /block", s.command(func(r *http.Request) error { return s.Block(r.FormValue("login")) }))
	mux.HandleFunc("POST /unblock", s.command(func(r *http.Request) error { return s.Unblock(r.FormValue("login")) }))
	return mux
}

// Book is the whole ledger as GET /ledger shows it.
type Book struct {
	Started     time.Time    `json:"started"`
	Breaches    []string     `json:"breaches"`
	Requests    []Entry      `json:"requests"`
	Connections []Connection `json:"connections"`
	Queries     []Query      `json:"queries"`
}

func (s *Sandbox) book() Book {
	return Book{
		Started: s.started, Breaches: s.Breaches(),
		Requests: s.Ledger(), Connections: s.Connections(), Queries: s.Queries(),
	}
}

func (s *Sandbox) setFault(r *http.Request) error {
	n := 0
	if text := r.FormValue("n"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			return err
		}
	}
	f := ActiveFault{Name: Fault(r.FormValue("name")), N: n, Arg: r.FormValue("arg"), Step: Step(r.FormValue("step"))}
	if text := r.FormValue("after"); text != "" {
		var err error
		if f.After, err = strconv.Atoi(text); err != nil {
			return err
		}
	}
	return s.Arm(f)
}

func (s *Sandbox) clear(r *http.Request) error {
	if name := r.FormValue("name"); name != "" {
		return s.Clear(Fault(name))
	}
	return s.Clear()
}

// command answers with the active faults, or with the error.
func (s *Sandbox) command(do func(*http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := do(r); err != nil {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			encode(w, map[string]string{"error": err.Error()})
			return
		}
		writeJSON(w, map[string]any{"active": s.ActiveFaults()})
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	encode(w, v)
}

func encode(w io.Writer, v any) {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	// A write error means that the reader has gone.
	_ = e.Encode(v)
}
