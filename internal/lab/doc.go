// SPDX-License-Identifier: GPL-2.0-or-later

// Package lab gives a test or a demo a real kernel network with two sides: a router and an internet provider.
//
// Call [Main] first: it runs the program again inside its own user, network and mount namespaces, which needs no
// root. Then [New] makes the provider's side, and [Net.AddDevice] lays a line between the two:
//
//	func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }
//
//	n, err := lab.New()
//	err = n.AddDevice("pppoe-wan")
//	err = n.AddAddr("pppoe-wan", "203.0.113.9")     // 203.0.113.9 peer 198.51.100.1, as pppd sets it
//	err = n.Route("pppoe-wan")
//	err = n.ISPAddr("198.51.100.80/32")             // a server's address, at the provider
//	err = n.ISP(func() error { l, err = net.Listen("tcp", "198.51.100.80:80"); return err })
//
// The one thing to know: the router is the whole process, the provider is another network namespace. A socket belongs
// to the side it was opened on, whoever uses it later.
//
//	 the process: the router                     the provider
//	+--------------------------+                +----------------------------------+
//	| pppoe-wan                |     veth       | isp1                             |
//	|   203.0.113.9 ===========|================|=== 198.51.100.1                  |
//	|   2001:db8:200::9        |                |    2001:db8:100::1               |
//	| default dev pppoe-wan    |                | customers' networks dev isp1     |
//	|                          |                | lo: 198.51.100.80, 2001:db8:53::1|
//	+--------------------------+                +----------------------------------+
package lab
