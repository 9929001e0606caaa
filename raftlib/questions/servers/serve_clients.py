"""The session check of notebook 08: the library's, and wrong ones that have a hint of their own."""
from raftlib.simulation.sessions import SessionKeyValue


class Sessions(SessionKeyValue):
    """The reference."""

    def once(self, session, serial, carry_out):
        """New is what has a higher number than the session's last command."""
        last, answer = self.last[session]
        if serial > last:
            last, answer = self.last[session] = serial, carry_out()
        return answer if serial == last else ""


class AlwaysAgain(SessionKeyValue):
    """Carries out whatever comes."""

    def once(self, session, serial, carry_out):
        """As if there were no numbers."""
        return carry_out()


class NeverAgain(SessionKeyValue):
    """Carries out nothing."""

    def once(self, session, serial, carry_out):
        """As if everything had been carried out."""
        return self.last[session][1]


class ForgetsAnswer(SessionKeyValue):
    """Does a command once, and has no answer for who asks again."""

    def once(self, session, serial, carry_out):
        """The number alone is remembered."""
        if serial > self.last[session][0]:
            self.last[session] = serial, ""
            return carry_out()
        return ""


class AnswersAnew(SessionKeyValue):
    """Does a command once, and answers who asks again with what the value is by now."""

    def once(self, session, serial, carry_out):
        """The answer is made up when it is asked for."""
        last, answer = self.last[session]
        if serial > last:
            self.last[session] = serial, carry_out()
            return self.last[session][1]
        name = answer.partition("=")[0]
        return f"{name}={self.values.get(name, 0)}"


class LastOnly(SessionKeyValue):
    """Knows the last command again, and none before it."""

    def once(self, session, serial, carry_out):
        """Another number passes for a new one."""
        last, answer = self.last[session]
        if serial != last:
            last, answer = self.last[session] = serial, carry_out()
        return answer


class OneForAll(SessionKeyValue):
    """Counts the numbers of all sessions together."""

    def once(self, session, serial, carry_out):
        """As if two clients could not use the same number."""
        if serial > max(last for last, _ in self.last.values()):
            self.last[session] = serial, carry_out()
        return self.last[session][1]


class NotesNothing(SessionKeyValue):
    """Compares numbers, and never writes one down."""

    def once(self, session, serial, carry_out):
        """self.last stays as it was."""
        last, answer = self.last[session]
        return carry_out() if serial > last else answer
