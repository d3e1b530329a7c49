namespace ResearchLab.Market;

/// <summary>
/// How the numbers and dates of a file are written, told from all of its rows before any is read: a single row cannot tell 02/01/2024 from
/// 02/01/2024, nor 1.234 from 1.234. What all rows together cannot tell either is refused with the option that tells it.
/// </summary>
internal sealed class CsvSurvey
{
    private const int MaxColumns = 1024;
    private readonly string _file;
    private readonly CsvIngestOptions _options;
    private readonly Numbers _used = new(), _others = new();
    private readonly Dictionary<int, CsvSurveyDates> _dates;
    private bool _dayFirst, _yearFirst;

    private CsvSurvey(string path, CsvIngestOptions options, IEnumerable<int> dates) =>
        (_file, _options, _dates) = (Path.GetFileName(path), options, dates.Where(at => at >= 0).Distinct().ToDictionary(at => at, _ => new CsvSurveyDates()));

    /// <summary>Decimal sign of the file.</summary>
    public DecimalSign Sign { get; private set; }

    /// <summary>How dates are written, in words.</summary>
    public string DatesInWords { get; private set; } = "";

    /// <summary>Surveys a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dates">Columns of dates; the first is the one of the rows.</param>
    /// <param name="numbers">Columns of numbers that are used.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="today">No row is later.</param>
    /// <exception cref="CsvIngestException">The rows contradict each other or leave it open; the message names the values and the option.</exception>
    public static CsvSurvey Of(string path, int[] dates, IReadOnlySet<int> numbers, CsvIngestOptions options, DateOnly today)
    {
        var survey = new CsvSurvey(path, options, dates);
        using CsvIngestText text = CsvIngestText.Open(path);
        bool commas = text.Delimiter == ',';
        Span<Range> ranges = stackalloc Range[MaxColumns];
        while (text.Next() is { } line)
        {
            if (!text.Fields(line, ranges, out _))
                continue;
            foreach ((int at, CsvSurveyDates found) in survey._dates)
                found.Add(line.AsSpan(ranges[at]).Trim(), text.Line);
            // Without quotes no field of a line between commas holds one.
            if (commas && !line.Contains('"', StringComparison.Ordinal))
                continue;
            for (int at = 0; at < text.Header.Length; at++)
            {
                if (!survey._dates.ContainsKey(at))
                    (numbers.Contains(at) ? survey._used : survey._others).Add(line.AsSpan(ranges[at]).Trim(), text.Line);
            }
        }

        survey.JudgeNumbers(commas);
        survey.JudgeDates(dates.FirstOrDefault(-1), today);
        return survey;
    }

    /// <summary>How a column writes its dates.</summary>
    public CsvStampStyle Style(int column) => new(_dayFirst, _dates.TryGetValue(column, out CsvSurveyDates? dates) ? dates.Digits : CsvDigits.Date, _yearFirst);

    private void JudgeNumbers(bool commas)
    {
        if (_options.DecimalComma is { } said)
        {
            Sign = said ? DecimalSign.Comma : DecimalSign.Point;
            (string? Text, long Line) against = said ? _used.Point : _used.Comma;
            if (against.Text is not null && (said ? _used.Comma : _used.Point).Text is null)
                throw new CsvIngestException(Invariant($"Line {against.Line} of {_file} has '{against.Text}', which is no number with a decimal ")
                    + Invariant($"{Sign.ToString().ToLowerInvariant()}. Leave --decimal out."));
        }
        else if (_used.Point.Text is { } point && _used.Comma.Text is { } comma)
        {
            throw new CsvIngestException(Invariant($"{_file} writes numbers in two ways: '{point}' on line {_used.Point.Line}, ")
                + Invariant($"'{comma}' on line {_used.Comma.Line}. Say --decimal point or --decimal comma; what does not fit then goes to quarantine."));
        }
        else
        {
            bool isComma = _used.Comma.Text is not null, isPoint = _used.Point.Text is not null;
            if (!isComma && !isPoint)
                (isComma, isPoint) = (_others.Comma.Text is not null && _others.Point.Text is null, _others.Point.Text is not null
                    && _others.Comma.Text is null);
            if (!isComma && !isPoint && (_used.OneComma.Text is not null
                || (!commas && _used.OnePoint.Text is not null && _dates.Values.Any(dates => dates.Dotted))))
            {
                (string? text, long line) = _used.OneComma.Text is not null ? _used.OneComma : _used.OnePoint;
                char mark = _used.OneComma.Text is not null ? ',' : '.';
                throw new CsvIngestException(Invariant($"{_file} does not tell what '{text}' on line {line} is: the '{mark}' may separate thousands or the ")
                    + "fraction. Say --decimal point or --decimal comma.");
            }

            Sign = isComma ? DecimalSign.Comma : DecimalSign.Point;
        }
    }

    private void JudgeDates(int rows, DateOnly today)
    {
        if (rows < 0)
            return;
        CsvSurveyDates own = _dates[rows];
        // With the session said, the only column of dates is that of expiries.
        bool expiriesAlone = _options.Session is not null && _dates.Count == 1;
        own.JudgeDigits(_file, !expiriesAlone, _options.Calendar, today, _options.Session ?? default);
        bool plain = own.Ambiguous == 0 && own.FirstOver.Text is null && own.SecondOver.Text is null;
        DateOnly quoted = _options.Session ?? (!plain ? default : new[] { own.Ends.First, own.Ends.Last }.Select(
            text => CsvStampText.TryRead(text, new CsvStampStyle(false, own.Digits), out CsvStamp stamp) ? stamp.Date : default).Min());
        foreach ((int at, CsvSurveyDates dates) in _dates.Where(of => of.Key != rows))
            dates.JudgeDigits(_file, own: false, _options.Calendar, today, quoted);
        if (own.DayLast(_file, _options.DayFirst is null, _options.Calendar, today))
        {
            (_yearFirst, DatesInWords) = (true, "year first, of two digits (the other ways there are dates without a session or out of order)");
            return;
        }

        CsvSurveyDates[] ordered =
            [.. _dates.Values.Where(dates => dates.Ambiguous > 0 || dates.FirstOver.Text is not null || dates.SecondOver.Text is not null)];
        if (ordered.Length == 0)
        {
            DatesInWords = own.InWords;
            return;
        }

        (string? Text, long Line) dayFirst = ordered.Select(dates => dates.FirstOver).FirstOrDefault(found => found.Text is not null);
        (string? Text, long Line) monthFirst = ordered.Select(dates => dates.SecondOver).FirstOrDefault(found => found.Text is not null);
        if (dayFirst.Text is not null && monthFirst.Text is not null)
            throw new CsvIngestException(Invariant($"{_file} writes dates in two orders: '{dayFirst.Text}' on line {dayFirst.Line} has the day first, ")
                + Invariant($"'{monthFirst.Text}' on line {monthFirst.Line} the month. Write all of them as YYYY-MM-DD."));
        (string? Text, long Line) told = dayFirst.Text is not null ? dayFirst : monthFirst;
        if (_options.DayFirst is { } said)
        {
            if (told.Text is not null && said != (dayFirst.Text is not null))
                throw new CsvIngestException(
                    Invariant($"Line {told.Line} of {_file} has '{told.Text}', which has the {(said ? "month" : "day")} first. Leave --dates out."));
            (_dayFirst, DatesInWords) = (said, $"{Words(said)} (as said)");
        }
        else if (told.Text is not null)
        {
            _dayFirst = dayFirst.Text is not null;
            DatesInWords = Invariant($"{Words(_dayFirst)} (told from '{told.Text}' on line {told.Line})");
        }
        else if (ordered.Any(dates => dates.Dotted))
        {
            (_dayFirst, DatesInWords) = (true, "day first (dates with points)");
        }
        else
        {
            bool asMonths = own.Fits(swapped: false, _options.Calendar, today), asDays = own.Fits(swapped: true, _options.Calendar, today);
            if (asMonths == asDays)
                throw new CsvIngestException($"{_file} does not tell whether '{ordered[0].Example}' has the day or the month first: no number is above 12. "
                    + "Say --dates day-first or --dates month-first.");
            _dayFirst = asDays;
            DatesInWords = $"{Words(asDays)} (the other way there are dates without a session or out of order)";
        }
    }

    private static string Words(bool dayFirst) => dayFirst ? "day first" : "month first";

    /// <summary>Separators of numbers, each with the first field that shows it.</summary>
    private sealed class Numbers
    {
        public (string? Text, long Line) Point { get; private set; }

        public (string? Text, long Line) Comma { get; private set; }

        public (string? Text, long Line) OneComma { get; private set; }

        public (string? Text, long Line) OnePoint { get; private set; }

        public void Add(ReadOnlySpan<char> text, long line)
        {
            if (text.IsEmpty || !(char.IsAsciiDigit(text[0]) || "($€£¥+-−.,".Contains(text[0])))
                return;
            switch (CsvNumberText.Judge(text))
            {
                case DecimalEvidence.Point when Point.Text is null:
                    Point = (text.ToString(), line);
                    break;
                case DecimalEvidence.Comma when Comma.Text is null:
                    Comma = (text.ToString(), line);
                    break;
                case DecimalEvidence.OneComma when OneComma.Text is null:
                    OneComma = (text.ToString(), line);
                    break;
                case DecimalEvidence.OnePoint when OnePoint.Text is null:
                    OnePoint = (text.ToString(), line);
                    break;
                default:
                    break;
            }
        }
    }
}
