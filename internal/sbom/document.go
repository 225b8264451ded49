// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// document is the part of SPDX 2.3 that we use.
// https://spdx.github.io/spdx-spec/v2.3/
type document struct {
	SPDXVersion       string         `json:"spdxVersion"`
	DataLicense       string         `json:"dataLicense"`
	SPDXID            string         `json:"SPDXID"`
	Name              string         `json:"name"`
	DocumentNamespace string         `json:"documentNamespace"`
	CreationInfo      creation       `json:"creationInfo"`
	Packages          []pkg          `json:"packages"`
	Relationships     []relationship `json:"relationships"`
}

type creation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type pkg struct {
	Name             string     `json:"name"`
	SPDXID           string     `json:"SPDXID"`
	VersionInfo      string     `json:"versionInfo"`
	DownloadLocation string     `json:"downloadLocation"`
	FilesAnalyzed    bool       `json:"filesAnalyzed"`
	LicenseConcluded string     `json:"licenseConcluded"`
	LicenseDeclared  string     `json:"licenseDeclared"`
	CopyrightText    string     `json:"copyrightText"`
	SourceInfo       string     `json:"sourceInfo,omitempty"`
	Purpose          string     `json:"primaryPackagePurpose,omitempty"`
	Checksums        []checksum `json:"checksums,omitempty"`
	ExternalRefs     []ref      `json:"externalRefs,omitempty"`
}

type checksum struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"checksumValue"`
}

type ref struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type relationship struct {
	Element string `json:"spdxElementId"`
	Type    string `json:"relationshipType"`
	Related string `json:"relatedSpdxElement"`
}

const (
	ofDocument = "SPDXRef-DOCUMENT"
	ofProgram  = "SPDXRef-dynwan"
	unknown    = "NOASSERTION"
)

// documentOf describes a program: itself, Go's own packages, and each module
// that is linked in.
func documentOf(info *buildinfo.BuildInfo, program []byte, version string, created time.Time) document {
	sum := sha256.Sum256(program)
	d := document{
		SPDXVersion: "SPDX-2.3", DataLicense: "CC0-1.0", SPDXID: ofDocument, Name: "dynwan-" + version,
		// It must be unique, and this is no address that somebody would have to own.
		DocumentNamespace: uuid(sum),
		CreationInfo:      creation{created.Format(time.RFC3339), []string{"Tool: dynwan-sbom"}},
		Relationships:     []relationship{{ofDocument, "DESCRIBES", ofProgram}},
	}
	d.Packages = []pkg{{
		Name: "dynwan", SPDXID: ofProgram, VersionInfo: version, DownloadLocation: unknown,
		LicenseConcluded: "GPL-2.0-or-later", LicenseDeclared: "GPL-2.0-or-later", CopyrightText: unknown,
		SourceInfo: "built for " + platform(info), Purpose: "APPLICATION",
		Checksums: []checksum{{"SHA256", fmt.Sprintf("%x", sum)}},
	}}
	d.link("stdlib", info.GoVersion, strings.TrimPrefix(info.GoVersion, "go"), "")
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		d.link(m.Path, m.Version, m.Version, m.Sum)
	}
	return d
}

// uuid makes a UUID of a checksum (RFC 9562, version 8: by our own rule).
func uuid(sum [sha256.Size]byte) string {
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// link adds a module that is linked in. sum is its line in go.sum.
func (d *document) link(path, version, purlVersion, sum string) {
	p := pkg{
		Name: path, SPDXID: "SPDXRef-" + notInID.ReplaceAllString(path, "-"), VersionInfo: version, DownloadLocation: unknown,
		LicenseConcluded: unknown, LicenseDeclared: unknown, CopyrightText: unknown, Purpose: "LIBRARY",
		ExternalRefs: []ref{{"PACKAGE-MANAGER", "purl", "pkg:golang/" + path + "@" + purlVersion}},
	}
	if sum != "" {
		p.SourceInfo = "go.sum: " + sum
	}
	d.Packages = append(d.Packages, p)
	d.Relationships = append(d.Relationships, relationship{ofProgram, "STATIC_LINK", p.SPDXID})
}

// notInID is what may not stand in an SPDXID.
var notInID = regexp.MustCompile(`[^A-Za-z0-9.-]`)

// platform says for which system and processor a program was built, such as
// linux/arm GOARM=7.
func platform(info *buildinfo.BuildInfo) string {
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	text := set["GOOS"] + "/" + set["GOARCH"]
	for _, key := range []string{"GOARM", "GOMIPS", "GOMIPS64", "GO386"} {
		if set[key] != "" {
			text += " " + key + "=" + set[key]
		}
	}
	return text
}
