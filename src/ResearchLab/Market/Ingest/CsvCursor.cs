using System.Globalization;

namespace ResearchLab.Market;

/// <summary>Walks over the text of a date and time; each step takes what it names or nothing.</summary>
/// <param name="text">What to walk over.</param>
internal ref struct CsvCursor(ReadOnlySpan<char> text)
{
    // The last zone that was named: a column names the same one row after row.
    [ThreadStatic]
    private static (string Name, TimeZoneInfo Zone) t_last;

    private static readonly (string Name, short Minutes)[] s_offsets = [("Z", 0), ("UTC", 0), ("GMT", 0), ("EST", -300), ("EDT", -240), ("CST", -360),
        ("CDT", -300), ("PST", -480), ("PDT", -420)];
    private static readonly (string Name, string Id)[] s_zones = [("ET", "America/New_York"), ("US/Eastern", "America/New_York"),
        ("EST5EDT", "America/New_York"), ("US/Central", "America/Chicago"), ("CT", "America/Chicago")];

    private ReadOnlySpan<char> _rest = text;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>How many digits come next.</summary>
    public readonly int Digits()
    {
        int length = _rest.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? _rest.Length : length;
    }

    /// <summary>Takes all digits that come next, at most so many.</summary>
    public bool Number(int most, out int number)
    {
        int length = Digits();
        number = 0;
        if (length == 0 || length > most)
            return false;
        number = int.Parse(_rest[..length], CultureInfo.InvariantCulture);
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Takes a year of four digits, or of two: 69 to 99 are of the last century.</summary>
    public bool Year(out int year)
    {
        int digits = Digits();
        if (!Number(4, out year) || digits is not (2 or 4))
            return false;
        year = digits == 4 ? year : Century(year);
        return true;
    }

    /// <summary>The year that two digits stand for: 69 to 99 are of the last century.</summary>
    public static int Century(int year) => year + (year >= 69 ? 1900 : 2000);

    /// <summary>Whether a letter comes next.</summary>
    public readonly bool AtLetter => !AtEnd && char.IsLetter(_rest[0]);

    /// <summary>Takes what separates the parts of a date, blanks after it included.</summary>
    public bool Mark(out char mark)
    {
        mark = AtEnd ? '\0' : _rest[0];
        if (mark is not ('-' or '/' or '.' or ' ' or ',' or '年' or '月'))
            return false;
        _rest = _rest[1..].TrimStart(' ');
        return true;
    }

    /// <summary>Takes one character if it comes next.</summary>
    public bool Skip(char wanted)
    {
        bool found = !AtEnd && _rest[0] == wanted;
        _rest = found ? _rest[1..] : _rest;
        return found;
    }

    /// <summary>Takes blanks and commas.</summary>
    public void SkipBlanksAndCommas() => _rest = _rest.TrimStart(" ,");

    /// <summary>Takes the th of 5th.</summary>
    public void SkipOrdinal()
    {
        foreach (string ending in (ReadOnlySpan<string>)["st", "nd", "rd", "th"])
        {
            if (_rest.StartsWith(ending, StringComparison.OrdinalIgnoreCase))
                _rest = _rest[2..];
        }
    }

    /// <summary>Takes a word that begins like one of these, and gives its number; −1 when none does.</summary>
    public int Name(string[] names)
    {
        int length = 0;
        while (length < _rest.Length && char.IsLetter(_rest[length]))
            length++;
        if (length < 3)
            return -1;
        for (int i = 0; i < names.Length; i++)
        {
            if (!_rest.StartsWith(names[i], StringComparison.OrdinalIgnoreCase))
                continue;
            _rest = _rest[length..].TrimStart('.');
            return i;
        }

        return -1;
    }

    /// <summary>Takes what stands between a date and its time.</summary>
    public bool TimeMark()
    {
        ReadOnlySpan<char> before = _rest;
        _rest = _rest.TrimStart(" ,");
        if (_rest.StartsWith("at ", StringComparison.OrdinalIgnoreCase))
            _rest = _rest[3..].TrimStart(' ');
        if (_rest.Length == before.Length && !AtEnd && _rest[0] is 'T' or 't' or ':' or '-' or ';')
            _rest = _rest[1..];
        return _rest.Length < before.Length;
    }

    /// <summary>Takes the fraction of a second, if there is one.</summary>
    public bool Fraction(out long ticks)
    {
        ticks = 0;
        if (AtEnd || _rest[0] is not ('.' or ','))
            return true;
        _rest = _rest[1..];
        int length = Digits();
        if (length is 0 or > 9)
            return false;
        int taken = Math.Min(length, 7);
        ticks = int.Parse(_rest[..taken], CultureInfo.InvariantCulture) * (long)Math.Pow(10, 7 - taken);
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Takes AM (0) or PM (1); −1 when there is none.</summary>
    public int HalfOfDay()
    {
        ReadOnlySpan<char> rest = _rest.TrimStart(' ');
        int half = rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase) ? 0 : rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        if (half >= 0)
            _rest = rest[2..];
        return half;
    }

    /// <summary>Takes an offset from UTC or the name of a zone.</summary>
    public bool Offset(out short minutes, out TimeZoneInfo? zone)
    {
        (minutes, zone) = (CsvStamp.NoOffset, null);
        _rest = _rest.Trim(' ');
        if (_rest.Length > 3 && (_rest.StartsWith("GMT", StringComparison.Ordinal) || _rest.StartsWith("UTC", StringComparison.Ordinal))
            && _rest[3] is '+' or '-')
            _rest = _rest[3..];
        if (!AtEnd && _rest[0] is '+' or '-')
        {
            int sign = _rest[0] == '-' ? -1 : 1;
            _rest = _rest[1..];
            int digits = Digits();
            if (!Number(4, out int hours))
                return false;
            int rest = 0;
            if (digits == 4)
                (hours, rest) = (hours / 100, hours % 100);
            else if (Skip(':') && !Number(2, out rest))
                return false;
            if (hours > 14 || rest > 59)
                return false;
            minutes = (short)(sign * ((hours * 60) + rest));
            // A browser adds the name of the zone in parentheses.
            if (_rest.TrimStart(' ') is ['(', .., ')'])
                _rest = default;
            return true;
        }

        foreach ((string name, short offset) in s_offsets)
        {
            if (_rest.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                minutes = offset;
                _rest = default;
                return true;
            }
        }

        zone = Zone(_rest);
        _rest = zone is null ? _rest : default;
        return zone is not null;
    }

    private static TimeZoneInfo? Zone(ReadOnlySpan<char> text)
    {
        if (t_last.Name is { } last && text.Equals(last, StringComparison.Ordinal))
            return t_last.Zone;
        string name = text.ToString(), id = name;
        foreach ((string known, string full) in s_zones)
            id = known.Equals(name, StringComparison.OrdinalIgnoreCase) ? full : id;
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone))
            return null;
        t_last = (name, zone);
        return zone;
    }
}
