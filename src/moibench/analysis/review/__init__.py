"""Numbers that units report themselves: who owes which, who enters, who reviews, how far it is.

Every function takes an `Asker`, the person with their rights on a day, and refuses by itself what
that person may not see or do: pages, the interface for programs and the terminal only ask.
"""
