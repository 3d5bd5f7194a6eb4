"""The reference team, scenario C, in SimPy 4: the yardstick that benches/against_simpy.sh holds caseload against.

The model is the one that scenarios/textbook/reference-team.toml states, and this file was written from its words: people
are visited by two officers on a cycle; users of the app send alerts; an alert can lead to an investigation, that to a device
examination, and that to a charge file. Time is in days, and a job of x productive hours takes x / (productive hours a day)
days. It is written as someone who knows SimPy would write it for speed: bare events, no monitoring, few processes' steps.

    python reference_team_simpy.py REPLICATIONS [SEED]

prints one "name value" a line: milliseconds of processor time a replication, and means to see that both programs simulate
the same team.
"""

import sys
from heapq import heappop, heappush
from math import log, sqrt
from random import Random
from time import process_time

from simpy import Environment

YEAR = 365.0
CYCLES = ((26, YEAR / 12), (169, YEAR / 4), (585, YEAR / 2), (520, YEAR))  # people, days between visits
USERS, ALERTS_A_DAY = 520, 24 / YEAR
URGENT, ORDINARY = 0, 1


def lognormal(chance, mean, sd):
    """A source of lognormal hours with this mean and standard deviation."""
    variance = log(1 + (sd / mean) ** 2)
    middle, width = log(mean) - variance / 2, sqrt(variance)
    return lambda: chance.lognormvariate(middle, width)


class Role:
    """People of one kind. Work waits in one line, the urgent first; if the first in line needs more people than are free,
    everyone behind it waits too."""

    def __init__(self, env, people, hours_a_day):
        self.env, self.people, self.free, self.hours_a_day = env, people, people, hours_a_day
        self.line, self.tickets = [], 0
        self.busy_days, self.since = 0.0, 0.0

    def tally(self):
        self.busy_days += (self.people - self.free) * (self.env.now - self.since)
        self.since = self.env.now

    def call(self, crew, urgency):
        """An event that happens when the crew is at work."""
        begun = self.env.event()
        self.tickets += 1
        heappush(self.line, (urgency, self.tickets, crew, begun))
        self.send()
        return begun

    def dismiss(self, crew):
        self.tally()
        self.free += crew
        self.send()

    def send(self):
        line = self.line
        while line and line[0][2] <= self.free:
            self.tally()
            _, _, crew, begun = heappop(line)
            self.free -= crew
            begun.succeed()


class Team:
    """One year of the team."""

    def __init__(self, chance):
        self.env = env = Environment()
        self.chance = chance
        self.officers, triage, digital = Role(env, 24, 5.5), Role(env, 2, 12.0), Role(env, 1, 10.0)
        self.events = self.alerts_begun = self.visits_begun = 0
        self.alert_wait = self.visit_wait = 0.0
        # What an alert passes through: who does it, how urgent it is there, its hours, the chance that the next step follows.
        self.path = (
            (triage, ORDINARY, lambda: 0.5, 0.1),
            (self.officers, URGENT, lognormal(chance, 20, 15), 0.2),
            (digital, ORDINARY, lognormal(chance, 12, 8), 0.3),
            (self.officers, URGENT, lambda: chance.expovariate(1 / 15), 0.0),
        )
        for people, cycle in CYCLES:
            for _ in range(people):
                env.process(self.offender(cycle))
        for _ in range(USERS):
            env.process(self.user())

    def offender(self, cycle):
        yield self.env.timeout(self.chance.random() * cycle)
        while True:
            self.env.process(self.visit())
            yield self.env.timeout(cycle)

    def user(self):
        while True:
            yield self.env.timeout(self.chance.expovariate(ALERTS_A_DAY))
            self.env.process(self.matter())

    def visit(self):
        self.events += 1
        due = self.env.now
        yield self.officers.call(2, ORDINARY)
        self.visits_begun += 1
        self.visit_wait += self.env.now - due
        yield self.env.timeout(3.0 / self.officers.hours_a_day)
        self.officers.dismiss(2)
        self.events += 1

    def matter(self):
        self.events += 1
        arose, first = self.env.now, True
        for role, urgency, hours, goes_on in self.path:
            days = hours() / role.hours_a_day
            yield role.call(1, urgency)
            if first:
                self.alerts_begun += 1
                self.alert_wait += self.env.now - arose
                first = False
            yield self.env.timeout(days)
            role.dismiss(1)
            self.events += 1
            if self.chance.random() >= goes_on:
                return

    def year(self):
        self.env.run(until=YEAR)
        self.officers.tally()
        return (
            self.events,
            self.officers.busy_days / YEAR / self.officers.people,
            self.alert_wait / self.alerts_begun * 24,
            self.visit_wait / self.visits_begun,
        )


def main():
    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    before = process_time()
    years = [Team(Random(seed * 1_000_003 + replication)).year() for replication in range(replications)]
    elapsed = process_time() - before
    print("ms", elapsed * 1e3 / replications)
    for name, values in zip(("events", "officer_busy", "alert_wait_h", "visit_wait_d"), zip(*years)):
        print(name, sum(values) / replications)


if __name__ == "__main__":
    main()
