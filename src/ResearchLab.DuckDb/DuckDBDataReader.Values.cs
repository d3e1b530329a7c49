using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>The getters. Those without a NULL of their own throw <see cref="InvalidCastException"/> on NULL.</summary>
public sealed partial class DuckDBDataReader
{
    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Current(ordinal).IsNull(_row);

    /// <inheritdoc/>
    public override object GetValue(int ordinal)
    {
        object value = Current(ordinal).GetValue(_row);
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>The value as <typeparamref name="T"/>; NULL is null when <typeparamref name="T"/> has one.</summary>
    /// <exception cref="InvalidCastException">The column's type does not convert, or it is NULL and <typeparamref name="T"/> has no null.</exception>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        T value = Current(ordinal).Get<T>(_row);
        GC.KeepAlive(this);
        return value;
    }

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        int count = Math.Min(values.Length, FieldCount);
        for (int i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => Valued(ordinal).GetBoolean(_row);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Current(ordinal).Get<byte>(_row);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Current(ordinal).Get<short>(_row);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => Valued(ordinal).GetInt32(_row);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => Valued(ordinal).GetInt64(_row);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Current(ordinal).Get<float>(_row);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => Valued(ordinal).GetDouble(_row);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => Valued(ordinal).GetDecimal(_row);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => Valued(ordinal).GetString(_row);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => GetString(ordinal) is [char only]
        ? only
        : throw new InvalidCastException($"Column '{GetName(ordinal)}' does not hold text of one character; use GetString.");

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => Valued(ordinal).GetDateTime(_row);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Valued(ordinal).GetGuid(_row);

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => Current(ordinal).Get<Stream>(_row);

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        byte[] data = Valued(ordinal).GetBytes(_row);
        return Copy(data, dataOffset, buffer, bufferOffset, length);
    }

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetString(ordinal).AsSpan(), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    protected override DbDataReader GetDbDataReader(int ordinal) =>
        throw new NotSupportedException("A nested value is read with GetValue or GetFieldValue, not with a reader.");

    private static long Copy<T>(ReadOnlySpan<T> data, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
            return data.Length;
        ReadOnlySpan<T> rest = data[(int)Math.Min(dataOffset, data.Length)..];
        rest = rest[..Math.Min(rest.Length, length)];
        rest.CopyTo(buffer.AsSpan(bufferOffset));
        return rest.Length;
    }
}
