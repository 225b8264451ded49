// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// frame is an Ethernet frame in a capture, at a time in milliseconds.
type frame struct {
	at   uint32
	data []byte
}

func marker(at uint32) frame {
	return frame{at, append(make([]byte, 12), 0x88, 0xb5, 'x')}
}

// segment is a TCP segment of the router to port to; its numbers begin at 100.
func segment(at uint32, to, number uint16, syn byte, payload ...byte) frame {
	data := append(make([]byte, 12), 8, 0)
	ip := make([]byte, 20)
	ip[0], ip[9] = 0x45, 6
	binary.BigEndian.PutUint16(ip[2:], uint16(40+len(payload)))
	tcp := make([]byte, 20)
	binary.BigEndian.PutUint16(tcp, 40000)
	binary.BigEndian.PutUint16(tcp[2:], to)
	binary.BigEndian.PutUint32(tcp[4:], uint32(number))
	tcp[12], tcp[13] = 0x50, syn
	return frame{at, slices.Concat(data, ip, tcp, payload)}
}

// record is a TLS record of a type with three bytes in it.
func record(kind byte) []byte { return []byte{kind, 3, 3, 0, 3, 1, 2, 3} }

func capture(t *testing.T, frames ...frame) string {
	t.Helper()
	file := binary.LittleEndian.AppendUint32(nil, pcapMagic)
	file = append(file, make([]byte, 20)...)
	for _, f := range frames {
		for _, n := range []uint32{f.at / 1000, f.at % 1000 * 1000, uint32(len(f.data)), uint32(len(f.data))} {
			file = binary.LittleEndian.AppendUint32(file, n)
		}
		file = append(file, f.data...)
	}
	path := filepath.Join(t.TempDir(), "line.pcap")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheTimeFromAMarkerToTheRequest(t *testing.T) {
	const syn = 2
	hello, finished, get := record(22), record(23), record(23)
	for _, c := range []struct {
		name   string
		frames []frame
		want   []time.Duration
	}{
		{"plain HTTP: the first payload", []frame{
			marker(990), segment(1000, 80, 99, syn), segment(1010, 80, 100, 0), segment(1020, 80, 100, 0, 'G'), segment(1030, 80, 101, 0, 'E'),
		}, []time.Duration{30 * time.Millisecond}},
		{"TLS: the record after Finished", []frame{
			marker(0), segment(1, 443, 99, syn), segment(2, 443, 100, 0, hello...),
			segment(3, 443, 108, 0, finished...), segment(400, 443, 116, 0, get...),
		}, []time.Duration{400 * time.Millisecond}},
		{"TLS: Finished behind another record of the segment", []frame{
			marker(0), segment(1, 443, 99, syn), segment(2, 443, 100, 0, append(record(20), finished...)...), segment(7, 443, 116, 0, get...),
		}, []time.Duration{7 * time.Millisecond}},
		{"TLS: a record in two segments", []frame{
			marker(0), segment(1, 443, 99, syn), segment(2, 443, 100, 0, hello[:6]...), segment(3, 443, 106, 0, append(hello[6:8:8], finished...)...),
			segment(9, 443, 116, 0, get...),
		}, []time.Duration{9 * time.Millisecond}},
		{"a segment that is sent again counts once", []frame{
			marker(0), segment(1, 443, 99, syn), segment(2, 443, 100, 0, finished...), segment(3, 443, 100, 0, finished...), segment(5, 443, 108, 0, get...),
		}, []time.Duration{5 * time.Millisecond}},
		{"two changes", []frame{
			marker(0), segment(1, 80, 99, syn), segment(4, 80, 100, 0, 'G'), marker(10), segment(11, 80, 199, syn), segment(16, 80, 200, 0, 'G'),
		}, []time.Duration{4 * time.Millisecond, 6 * time.Millisecond}},
		{"the rest of a request that is late is none", []frame{
			marker(0), segment(1, 80, 99, syn), segment(4, 80, 100, 0, 'G'), marker(10), segment(11, 80, 101, 0, 'E'),
			segment(12, 80, 199, syn), segment(16, 80, 200, 0, 'G'),
		}, []time.Duration{4 * time.Millisecond, 6 * time.Millisecond}},
		{"a marker without a request", []frame{marker(0), segment(1, 443, 99, syn)}, nil},
		{"another port", []frame{marker(0), segment(1, 53, 99, syn), segment(2, 53, 100, 0, 'Q')}, nil},
	} {
		got, err := reactions(capture(t, c.frames...))
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestAChangeWithoutARequestIsAnError(t *testing.T) {
	_, err := reactions(capture(t, marker(0), marker(1)))
	if err == nil || !strings.Contains(err.Error(), "change 1 was followed by no request") {
		t.Errorf("got %v, want that change 1 was followed by no request", err)
	}
}

func TestAFileThatIsNoCaptureIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "line.pcap")
	if err := os.WriteFile(path, make([]byte, 30), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := reactions(path); err == nil {
		t.Errorf("got %v, want an error", got)
	}
}
