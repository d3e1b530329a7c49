using ResearchLab.Time;

namespace ResearchLab.Market;

/// <summary>How one column of dates is written.</summary>
internal sealed class CsvSurveyDates
{
    private const int MostDates = 5_000;
    private const double FewShare = 0.1, FittingShare = 0.95;
    private readonly List<DateOnly> _asMonths = [];
    private readonly List<string> _fields = [];
    private readonly List<(int First, int Second, int Third)> _short = [];
    private (int Count, string Text, long Line) _dayBeforeMonth;
    private readonly SortedDictionary<int, (int Count, string Text, long Line)> _digits = [];
    private int _compact, _allDigits, _years;

    public (string? Text, long Line) FirstOver { get; private set; }

    public (string? Text, long Line) SecondOver { get; private set; }

    public int Ambiguous { get; private set; }

    public string Example { get; private set; } = "";

    public bool Dotted { get; private set; }

    public CsvDigits Digits { get; private set; }

    public string InWords => _allDigits > 0 ? CsvDigitText.InWords(Digits) : _compact > 0 ? "YYYYMMDD" : _years > 0 ? "year first" : "month by name";

    /// <summary>The first and the last field that are not empty.</summary>
    public (string First, string Last) Ends { get; private set; } = ("", "");

    public void Add(ReadOnlySpan<char> text, long line)
    {
        if (!text.IsEmpty && !text.SequenceEqual(Ends.Last))
            Ends = (Ends.First.Length == 0 ? text.ToString() : Ends.First, text.ToString());
        if (text.Length >= 10 && text[4] == '-')
        {
            _years++;
            if ((text[5] is '2' or '3' || (text[5] == '1' && text[6] is > '2' and <= '9')) && _dayBeforeMonth.Count++ == 0)
                _dayBeforeMonth = (1, text.ToString(), line);
            return;
        }

        int run = text.IndexOfAnyExceptInRange('0', '9');
        if (run < 0 && text.Length > 0 || (run is >= 5 and not 8 && text[run] == '.'))
        {
            int length = run < 0 ? text.Length : run;
            _allDigits++;
            _compact += CsvStampText.TryRead(text[..length], default, out _) ? 1 : 0;
            (int count, string example, long at) = _digits.GetValueOrDefault(length, (0, "", 0));
            _digits[length] = (count + 1, count == 0 ? text.ToString() : example, count == 0 ? line : at);
            if (length is >= 5 and <= 8 && run < 0 && _fields.Count < MostDates)
                _fields.Add(text.ToString());
            return;
        }

        (int first, int second, int third, char mark) = CsvStampText.Order(text);
        if (third > 0 && _short.Count < MostDates)
            _short.Add((first, second, third));
        if (first == 0 || second == 0)
        {
            _years += run == 4 ? 1 : 0;
            _compact += run == 8 ? 1 : 0;
            return;
        }

        Dotted |= mark == '.';
        if (first > 12 && second <= 12 && FirstOver.Text is null)
            FirstOver = (text.ToString(), line);
        else if (second > 12 && first <= 12 && SecondOver.Text is null)
            SecondOver = (text.ToString(), line);
        if (first > 12 || second > 12)
            return;
        Example = Ambiguous++ == 0 ? text.ToString() : Example;
        if (_asMonths.Count < MostDates && CsvStampText.TryRead(text, default, out CsvStamp stamp))
            _asMonths.Add(stamp.Date);
    }

    /// <summary>What fields of digits alone are, when the column has any.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="own">Whether it is the column that dates the rows, which are of sessions.</param>
    /// <param name="calendar">Sessions; null when every day is one.</param>
    /// <param name="today">No row is later.</param>
    /// <param name="quoted">The first session on which options with these expiries are quoted, where it is known.</param>
    public void JudgeDigits(string file, bool own, ExchangeCalendar? calendar, DateOnly today, DateOnly quoted)
    {
        if (_allDigits == 0)
            return;
        if (_compact * 10 >= _allDigits * 9)
        {
            Digits = CsvDigits.Date;
            return;
        }

        if (own && _digits.Count == 1 && _fields.Count == Math.Min(_allDigits, MostDates))
        {
            Digits = CsvDigitText.Of(file, _digits.Keys.First(), _fields, calendar, today);
            return;
        }

        // Expiries come in no order, and after today.
        if (!own && _digits.Count == 1 && _digits.Keys.First() is 6 or 8 && _fields.Count == Math.Min(_allDigits, MostDates))
        {
            Digits = CsvDigitText.OfExpiries(file, _digits.Keys.First(), _fields, calendar, quoted);
            return;
        }

        CsvDigits[] kinds = [.. _digits.Keys.Select(Since).Distinct()];
        if (kinds.Length == 1)
        {
            Digits = kinds[0];
            return;
        }

        (int _, string text, long line) = _digits.First().Value;
        (int _, string other, long otherLine) = _digits.Last().Value;
        throw new CsvIngestException(
            Invariant($"{file} writes times in two ways: '{text}' on line {line}, '{other}' on line {otherLine}. Write all of them in the same unit, ")
                + "or as YYYY-MM-DD.");
    }

    /// <summary>Whether the dates could be those of sessions in order, none of them in the future.</summary>
    public bool Fits(bool swapped, ExchangeCalendar? calendar, DateOnly today)
    {
        bool up = true, down = true;
        for (int i = 0; i < _asMonths.Count; i++)
        {
            DateOnly date = At(i);
            if (date > today || !Lake.QualityGates.IsSession(calendar, date))
                return false;
            up &= i == 0 || date >= At(i - 1);
            down &= i == 0 || date <= At(i - 1);
        }

        return _asMonths.Count > 0 && (up || down);

        DateOnly At(int i) => swapped ? new DateOnly(_asMonths[i].Year, _asMonths[i].Day, _asMonths[i].Month) : _asMonths[i];
    }

    /// <summary>Whether the year of two digits comes first and the day last, as the other orders give dates without a session.</summary>
    /// <exception cref="CsvIngestException">The column writes year, day, month.</exception>
    public bool DayLast(string file, bool open, ExchangeCalendar? calendar, DateOnly today)
    {
        if (_dayBeforeMonth.Count > FewShare * _years)
            throw new CsvIngestException(
                Invariant($"{file} writes year, day, month: '{_dayBeforeMonth.Text}' on line {_dayBeforeMonth.Line}. Write its dates as YYYY-MM-DD."));
        return open && _short.Count > 1 && Fits(of => (of.First, of.Second, of.Third)) && !Fits(of => (of.Third, of.Second, of.First))
            && !Fits(of => (of.Third, of.First, of.Second));

        bool Fits(Func<(int First, int Second, int Third), (int Year, int Month, int Day)> order)
        {
            int sessions = 0;
            bool up = true, down = true;
            DateOnly before = default;
            for (int i = 0; i < _short.Count; i++)
            {
                (int year, int month, int day) = order(_short[i]);
                year = CsvCursor.Century(year);
                if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || new DateOnly(year, month, day) is var date && date > today)
                    return false;
                sessions += Lake.QualityGates.IsSession(calendar, date) ? 1 : 0;
                up &= i == 0 || date >= before;
                down &= i == 0 || date <= before;
                before = date;
            }

            return (up || down) && sessions >= FittingShare * _short.Count;
        }
    }

    private static CsvDigits Since(int length) => length switch
    {
        5 => CsvDigits.Spreadsheet,
        9 or 10 => CsvDigits.Seconds,
        12 or 13 => CsvDigits.Milliseconds,
        15 or 16 => CsvDigits.Microseconds,
        18 or 19 => CsvDigits.Nanoseconds,
        _ => CsvDigits.Date,
    };
}
