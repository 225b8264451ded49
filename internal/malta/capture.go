// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"
)

// The frames of the line, as the emulator's filter-dump writes them: a pcap
// file with times of the machine's clock.
const (
	pcapMagic  = 0xa1b2c3d4
	etherIPv4  = 0x0800
	markerType = 0x88b5 // what the agent sends just before an address comes
	recordData = 23     // application data, RFC 8446, section 5.1
)

// reactions returns for each marker how long it took until the next request.
func reactions(path string) ([]time.Duration, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(file) < 24 || binary.LittleEndian.Uint32(file) != pcapMagic {
		return nil, errors.New("the capture is no pcap file")
	}
	var took []time.Duration
	var marked time.Duration
	flows := map[uint16]*flow{}
	waiting := false
	for rest := file[24:]; len(rest) >= 16; {
		at := time.Duration(binary.LittleEndian.Uint32(rest))*time.Second +
			time.Duration(binary.LittleEndian.Uint32(rest[4:]))*time.Microsecond
		size := int(binary.LittleEndian.Uint32(rest[8:]))
		if len(rest) < 16+size {
			break // the emulator was ended while it wrote
		}
		frame := rest[16 : 16+size]
		rest = rest[16+size:]
		switch {
		case size < 14:
		case binary.BigEndian.Uint16(frame[12:]) == markerType:
			if waiting {
				return nil, fmt.Errorf("change %d was followed by no request", len(took)+1)
			}
			marked, waiting = at, true
		case binary.BigEndian.Uint16(frame[12:]) == etherIPv4 && request(flows, frame[14:]) && waiting:
			took, waiting = append(took, at-marked), false
		}
	}
	return took, nil
}

// flow is what a client has sent by one connection.
type flow struct {
	next uint32 // the number of the byte that comes next
	skip int    // bytes of a record that are still to come
	data int    // records of application data so far
	done bool   // the request has been sent
}

// request says whether a packet has the beginning of a request in it. With TLS
// 1.3 that is the second record of application data: the first is Finished.
func request(flows map[uint16]*flow, packet []byte) bool {
	if len(packet) < 40 || packet[9] != 6 {
		return false
	}
	packet = packet[:min(len(packet), int(binary.BigEndian.Uint16(packet[2:])))]
	tcp := packet[int(packet[0]&15)*4:]
	from, to, number := binary.BigEndian.Uint16(tcp), binary.BigEndian.Uint16(tcp[2:]), binary.BigEndian.Uint32(tcp[4:])
	if to != 80 && to != 443 {
		return false
	}
	if tcp[13]&2 != 0 { // SYN
		flows[from] = &flow{next: number + 1}
		return false
	}
	payload := tcp[int(tcp[12]>>4)*4:]
	f := flows[from]
	if f == nil || f.done || len(payload) == 0 || number != f.next {
		return false
	}
	f.next += uint32(len(payload))
	f.done = to == 80 || f.records(payload)
	return f.done
}

// records walks through the TLS records of a segment until the request.
func (f *flow) records(payload []byte) bool {
	for len(payload) > f.skip {
		payload = payload[f.skip:]
		if payload[0] == recordData {
			if f.data++; f.data == 2 {
				return true
			}
		}
		if len(payload) < 5 {
			f.skip = 0 // a header in two segments: the next call misreads it and finds no request
			return false
		}
		f.skip = 5 + int(binary.BigEndian.Uint16(payload[3:]))
	}
	f.skip -= len(payload)
	return false
}
