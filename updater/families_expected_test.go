// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"
)

// both plays a machine that publishes both families.
func both(t *testing.T) machineTest {
	p := play(t)
	p.m.Policy.Both = true
	return p
}

func TestARedialSendsBothFamiliesAtOnce(t *testing.T) {
	p := both(t).holding(families(1, 1))
	p.sees(0, Record{})
	p.sees(time.Second, families(2, 0))
	p.wantDue(11 * time.Second) // at the latest
	p.sees(4*time.Second, families(2, 2))
	p.wantDue(5 * time.Second)
	p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 2)}, yes)
	p.wantIdle()
}

func TestAFamilyThatDoesNotComeIsWaitedForOnce(t *testing.T) {
	p := both(t).holding(families(1, 1))
	p.sees(0, families(2, 0))
	p.wantDue(10 * time.Second)
	end := p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 0)}, yes)
	p.wantIdle()
	p.sees(end+time.Hour, families(3, 0))
	p.wantDue(end + time.Hour + time.Second) // it is not expected any more
}

func TestAfterARebootTheSecondFamilyIsExpected(t *testing.T) {
	p := both(t)
	p.sees(0, families(0, 1))
	p.wantDue(10 * time.Second)
	p.sees(2*time.Second, families(1, 1))
	p.wantDue(3 * time.Second)
}

func TestWhoPublishesOneFamilyWaitsForNone(t *testing.T) {
	p := play(t)
	p.sees(0, families(1, 0))
	p.wantDue(time.Second)
}
