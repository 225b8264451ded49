// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAnInstallationDoesWhatTheRouterNeeds(t *testing.T) {
	const log = "echo \"${0##*/} $*\" >>log\n"
	for _, tt := range []struct {
		name     string
		env      []string
		commands string // what reload_config and the service are
		want     string
	}{
		{"the first on a router lets reload_config see the configuration", nil, log, "reload_config \nrpcd reload\n"},
		{"an upgrade runs the new program", []string{"PKG_UPGRADE=1"}, log, "dynwan running\ndynwan restart\nrpcd reload\n"},
		{"an upgrade of a stopped service leaves it to the start", []string{"PKG_UPGRADE=1"}, log + "[ \"$1\" != running ]\n", "dynwan running\nrpcd reload\n"},
		{"the first into an image touches nothing that runs", []string{"IPKG_INSTROOT=/image"}, log, ""},
		{"an upgrade in an image touches nothing that runs", []string{"IPKG_INSTROOT=/image", "PKG_UPGRADE=1"}, log, ""},
		{"a reload_config that fails does not fail the installation", nil, log + "exit 1\n", "reload_config \nrpcd reload\n"},
		{"a service that fails does not fail the upgrade", []string{"PKG_UPGRADE=1"}, log + "[ \"$1\" = running ]\n", "dynwan running\ndynwan restart\nrpcd reload\n"},
		{"there is no rpcd", []string{"RPCD=none"}, log, "reload_config \n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			put(t, "log", "")
			put(t, "sbin/reload_config", tt.commands)
			put(t, "etc/init.d/dynwan", tt.commands)
			if !slices.Contains(tt.env, "RPCD=none") {
				put(t, "etc/init.d/rpcd", tt.commands)
			}
			// Each command runs from here instead, as an argument of sh.
			script := strings.NewReplacer("/sbin/", "sh sbin/", "/etc/", "sh etc/").Replace(dynwanPostInst)
			cmd := exec.Command("sh", "-c", script)
			cmd.Env = append([]string{"PATH=/usr/bin:/bin"}, tt.env...)
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("got error %v and output %q, want none", err, out)
			}
			same(t, "what was run", string(slurp(t, ".", "log")), tt.want)
		})
	}
}

func TestTheScriptsAreShell(t *testing.T) {
	t.Chdir(t.TempDir())
	scripts := apkScripts(Package{Name: "dynwan", PostInst: dynwanPostInst})
	scripts["postinst"], scripts["prerm"], scripts["postinst-pkg"] = ipkPostInst, ipkPreRm, shebang+dynwanPostInst
	scripts["luci-postinst-pkg"] = shebang + luciPostInst
	for name, text := range scripts {
		put(t, filepath.Base(name), text)
		if out, err := exec.Command("sh", "-n", filepath.Base(name)).CombinedOutput(); err != nil {
			t.Errorf("sh -n %s: %v: %s", name, err, out)
		}
		if !strings.HasPrefix(text, "#!/bin/sh\n") || strings.Count(text, "#!") != 1 {
			t.Errorf("%s does not begin with its only #!/bin/sh:\n%s", name, text)
		}
	}
}
