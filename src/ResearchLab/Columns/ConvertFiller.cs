using Apache.Arrow;

namespace ResearchLab.Columns;

/// <summary>Values converted in a loop that is compiled for the conversion.</summary>
internal sealed class ConvertFiller<TFrom, TTo, TConversion>(int rows, TConversion conversion) : ArrowFiller<TTo>(rows)
    where TFrom : unmanaged
    where TConversion : struct, IArrowConversion<TFrom, TTo>
{
    protected override void Copy(IArrowArray source, Span<TTo> target)
    {
        TConversion convert = conversion;
        ReadOnlySpan<TFrom> stored = Stored<TFrom>(source);
        bool some = source.NullCount > 0;
        for (int row = 0; row < target.Length; row++)
        {
            if (!some || source.IsValid(row))
                target[row] = convert.From(stored[row]);
        }
    }
}
